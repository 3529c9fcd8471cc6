using System.Reflection;

namespace OrthancLauncher.Platform;

/// <summary>The program's version.</summary>
internal static class LauncherVersion
{
    /// <summary>The version with the commit it was built from, such as <c>1.2.3+0a1b2c3</c>.</summary>
    public static string Full { get; } = typeof(LauncherVersion)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version alone, such as <c>1.2.3</c>.</summary>
    public static string Number => Full.Split('+')[0];
}
