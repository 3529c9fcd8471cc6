
namespace OrthancLauncher.Core.Sources;

/// <summary>Where something stands: a source and, for a text, the line and column in it.</summary>
/// <param name="Source">The file, variable, secret or default.</param>
/// <param name="Line">Line, from 1; 0 where a line means nothing.</param>
/// <param name="Column">Column in characters, from 1; 0 where a column means nothing.</param>
internal readonly record struct Place(Source Source, int Line = 0, int Column = 0)
{
    /// <summary>The place in words: <c>/etc/orthanc/a.json:3:7</c>, <c>environment variable ORTHANC__NAME</c>.</summary>
    public override string ToString()
    {
        if (Line == 0)
        {
            return Source.Description;
        }

        if (Source.IsFile)
        {
            return $"{Source.Description}:{Line}:{Column}";
        }

        // A variable usually holds one line, where "line 1" would only be noise.
        return Line == 1 && Column == 1 ? Source.Description : $"{Source.Description}, line {Line}, column {Column}";
    }
}
