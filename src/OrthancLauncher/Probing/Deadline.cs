using System.Diagnostics;
using System.Globalization;

namespace OrthancLauncher.Probing;

/// <summary>The moment by which all of a probe must be done.</summary>
internal readonly struct Deadline
{
    private readonly long _end;

    /// <summary>A deadline that many seconds from now.</summary>
    /// <param name="seconds">The seconds.</param>
    public Deadline(double seconds)
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"{seconds} s");
        _end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
    }

    /// <summary>The time that was given, for messages.</summary>
    public string Text { get; }

    /// <summary>The time that is left; zero when it is over.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            return now >= _end ? TimeSpan.Zero : Stopwatch.GetElapsedTime(now, _end);
        }
    }
}
