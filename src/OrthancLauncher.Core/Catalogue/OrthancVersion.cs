using System.Globalization;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>A version of Orthanc or of a plugin: up to three numbers, such as <c>1.12.7</c>, <c>4.0</c>.</summary>
internal readonly record struct OrthancVersion(int Major, int Minor, int Patch) : IComparable<OrthancVersion>
{
    private const int Parts = 3;

    /// <summary>What is not released yet, and so newer than every version.</summary>
    private const string Mainline = "mainline";

    public static bool operator <(OrthancVersion left, OrthancVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(OrthancVersion left, OrthancVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(OrthancVersion left, OrthancVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OrthancVersion left, OrthancVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads a version as the catalogue writes it.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static OrthancVersion Parse(string text) => TryParse(text, out var version) ? version
        : throw new FormatException($"'{text}' is not a version");

    /// <summary>Reads a version. <c>mainline</c> is newer than every other.</summary>
    public static bool TryParse(string? text, out OrthancVersion version)
    {
        version = text == Mainline ? new OrthancVersion(int.MaxValue, 0, 0) : default;
        if (text is null or Mainline)
        {
            return text is not null;
        }

        var parts = text.Split('.');
        Span<int> numbers = stackalloc int[Parts];
        for (var i = 0; i < parts.Length; i++)
        {
            if (i == Parts || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        version = new OrthancVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(OrthancVersion other)
    {
        var order = Major.CompareTo(other.Major);
        order = order == 0 ? Minor.CompareTo(other.Minor) : order;
        return order == 0 ? Patch.CompareTo(other.Patch) : order;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
