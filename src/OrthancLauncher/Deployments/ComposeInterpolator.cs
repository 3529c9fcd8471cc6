using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Deployments;

/// <summary>Inserts variables into all values of a document; keys stay as they are.</summary>
internal sealed class ComposeInterpolator(Func<string, string?> lookup)
{
    /// <summary>What was done already: an anchor's value may be used many times.</summary>
    private readonly Dictionary<YamlNode, YamlNode> _done = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="DeploymentException">A variable must be set and is not, or a reference cannot be understood.</exception>
    public YamlNode Apply(YamlNode node)
    {
        if (_done.TryGetValue(node, out var done))
        {
            return done;
        }

        switch (node)
        {
            case YamlScalar scalar:
                return _done[node] = scalar.Raw.Contains('$', StringComparison.Ordinal) ? Inserted(scalar) : scalar;
            case YamlSequence sequence:
                var elements = new YamlSequence(node.File, node.Start, node.Tag);
                _done[node] = elements;
                elements.Children.AddRange(sequence.Children.Select(Apply));
                return elements;
            case YamlMapping mapping:
                var members = new YamlMapping(node.File, node.Start, node.Tag);
                _done[node] = members;
                members.Children.AddRange(mapping.Children.Select(pair => new YamlPair(pair.Key, Apply(pair.Value))));
                return members;
            default:
                return node;
        }
    }

    private YamlScalar Inserted(YamlScalar scalar)
    {
        try
        {
            return scalar.With(Interpolation.Apply(scalar.Raw, lookup));
        }
        catch (FormatException exception)
        {
            throw new YamlValue(scalar).Error(exception.Message);
        }
        catch (RequiredVariableException exception)
        {
            throw new DeploymentException(Rules.UnsetVariable, scalar.File.PlaceOf(scalar.Start), exception.Message,
                "set it in .env or with --interpolation-env FILE");
        }
    }
}
