using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Walks once through the configuration and shows each value to the checks.</summary>
internal sealed class CheckRunner
{
    private readonly CheckContext _context;

    /// <summary>By the number of the setting. Thousands of modalities have the same few settings.</summary>
    private readonly SettingChecks[] _checks;

    private CheckRunner(CheckContext context)
    {
        _context = context;
        _checks = new SettingChecks[context.Definitions.Catalogue.Count];
    }

    public static void Run(CheckContext context)
    {
        // Variables are compared with their types before it is known what Orthanc gets, and what of it is read.
        context.Findings.LowerErrors(finding => finding.Rule == Rules.WrongType && !context.IsUsed(finding));
        new CheckRunner(context).VisitSections();
        CombinationCheck.Run(context);
        if (context.IsReadable)
        {
            // A source that could not be read may hold the users.
            AccessCheck.Run(context);
            PortCheck.Run(context, context.UsedPorts);
            ReportMissingPlugins(context);
        }
    }

    private static void ReportMissingPlugins(CheckContext context)
    {
        foreach (var state in context.Plugins)
        {
            if (state.IsEnabled && context.ImageGap is { } gap && gap.Plugins.Contains(state.Plugin.Name))
            {
                context.Findings.Add(
                    new Finding(Rules.ImageWithoutPlugin, $"the plugin {state.Plugin.Name} is enabled, but the image {gap.Image} lacks it")
                    {
                        Place = gap.Place,
                        Remedy = gap.Remedy,
                    });
            }
        }
    }

    private void VisitSections()
    {
        var root = _context.Definitions.Catalogue.Root;
        var unknown = 0;
        foreach (var (name, node) in _context.Configuration.Root)
        {
            _context.EnterSection(name);
            var definition = root.FixedChild(name);
            if (definition.Exists)
            {
                Visit(node, definition);
            }
            else
            {
                UnknownSettingCheck.Run(_context, node, root, ref unknown);
            }

            _context.Leave();
        }

        UnknownSettingCheck.ReportRest(_context, default, unknown);
    }

    private void Visit(in ConfigurationNode node, SettingDefinition definition)
    {
        var checks = ChecksOf(definition);
        if ((checks & SettingChecks.Version) != 0)
        {
            VersionCheck.Run(_context, node, definition);
            return;
        }

        if ((checks & SettingChecks.Library) != 0)
        {
            VersionCheck.RunOnLibrary(_context, node, definition);
        }

        if ((checks & SettingChecks.Deprecation) != 0)
        {
            DeprecationCheck.Run(_context, node, definition);
        }

        if (_context.IsUnknownValue(node) || !TypeCheck.Run(_context, node, definition))
        {
            return;
        }

        switch (node.Kind)
        {
            case JsonKind.Object:
                VisitMembers(node, definition);
                break;
            case JsonKind.Array:
                VisitElements(node.Value, definition, checks);
                break;
            case JsonKind.String when !PlaceholderCheck.Run(_context, node.Value):
                VisitString(node.Value, definition, checks);
                break;
            case JsonKind.Number when (checks & SettingChecks.Range) != 0:
                LimitCheck.RunOnNumber(_context, node.Value, definition);
                break;
        }
    }

    private void VisitString(JsonValue value, SettingDefinition definition, SettingChecks checks)
    {
        FormCheck.RunOnLineEnd(_context, value);
        FormCheck.RunOnWholeSecret(_context, value);
        if ((checks & SettingChecks.ListedValues) != 0)
        {
            var text = value.GetString();
            DeprecationCheck.RunOnText(_context, value, text, definition);
            LimitCheck.RunOnText(_context, value, text, definition);
        }

        if ((checks & SettingChecks.Form) != 0)
        {
            FormCheck.RunOnText(_context, value, definition);
        }

        if ((checks & SettingChecks.File) != 0)
        {
            FileCheck.Run(_context, value, definition);
        }
    }

    private void VisitMembers(in ConfigurationNode node, SettingDefinition definition)
    {
        FormCheck.RunOnObject(_context, node, definition);
        var unknown = 0;
        if (node.Merged is { } merged)
        {
            foreach (var (name, member) in merged)
            {
                VisitMember(name, member, definition, ref unknown);
            }
        }
        else
        {
            foreach (var member in node.Value.Members)
            {
                VisitMember(member.Name, new ConfigurationNode(member.Value), definition, ref unknown);
            }
        }

        UnknownSettingCheck.ReportRest(_context, node, unknown);
    }

    private void VisitMember(string name, in ConfigurationNode member, SettingDefinition parent, ref int unknown)
    {
        _context.Enter(name);
        FormCheck.RunOnKey(_context, name, member, parent);
        var definition = parent.Child(name);
        if (definition.Exists)
        {
            Visit(member, definition);
        }
        else if (parent.ChildCount > 0)
        {
            UnknownSettingCheck.Run(_context, member, parent, ref unknown);
        }

        _context.Leave();
    }

    private void VisitElements(JsonValue array, SettingDefinition definition, SettingChecks checks)
    {
        var position = 0;
        foreach (var element in array.Elements)
        {
            var child = definition.Position(position);
            if (child.Exists)
            {
                _context.Enter(SettingPath.Element(position));
                Visit(new ConfigurationNode(element), child);
                _context.Leave();
            }

            position++;
        }

        if ((checks & SettingChecks.Form) != 0)
        {
            FormCheck.RunOnArray(_context, array, position, definition);
        }
    }

    private SettingChecks ChecksOf(SettingDefinition definition)
    {
        ref var checks = ref _checks[definition.Number];
        if (checks == SettingChecks.None)
        {
            checks = SettingChecks.Decided
                | When(!definition.IsRead, SettingChecks.Version)
                | When(!_context.MayBeRead(definition), SettingChecks.Library)
                | When(definition.IsDeprecated, SettingChecks.Deprecation)
                | When(definition.HasListedValues, SettingChecks.ListedValues)
                | When(LimitCheck.Limits(definition), SettingChecks.Range)
                | When(FormCheck.Prescribes(definition), SettingChecks.Form)
                | When(FileCheck.Names(definition), SettingChecks.File);
        }

        return checks;
    }

    private static SettingChecks When(bool applies, SettingChecks check) => applies ? check : SettingChecks.None;
}
