using System.Runtime.CompilerServices;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>A folder that exists as long as the test; other users can read it.</summary>
internal sealed class TempFolder : IDisposable
{
    private const UnixFileMode ForEveryone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public TempFolder()
    {
        Root = Directory.CreateTempSubdirectory("orthanc-launcher-").FullName;
        File.SetUnixFileMode(Root, ForEveryone);
    }

    public string Root { get; }

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A folder in it, created at once.</summary>
    public string Folder([CallerMemberName] string name = "") => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>A file in it, parents included.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>An executable shell script in it.</summary>
    public string Script(string name, string body)
    {
        Write(name, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(this[name], ForEveryone);
        return this[name];
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A process that is just ending may still write here; what is left is in the temporary folder anyway.
        }
    }
}
