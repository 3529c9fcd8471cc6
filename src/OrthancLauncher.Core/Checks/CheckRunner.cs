using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Walks once through the configuration and shows each value to the checks.</summary>
internal static class CheckRunner
{
    public static void Run(CheckContext context)
    {
        var root = context.Definitions.Catalogue.Root;
        var unknown = 0;
        foreach (var (name, node) in context.Configuration.Root)
        {
            context.EnterSection(name);
            var definition = root.FixedChild(name);
            if (definition.Exists)
            {
                Visit(context, node, definition);
            }
            else
            {
                UnknownSettingCheck.Run(context, node, root, ref unknown);
            }

            context.Leave();
        }

        UnknownSettingCheck.ReportRest(context, default, unknown);
        CombinationCheck.Run(context);
        if (context.IsReadable)
        {
            // A source that could not be read may hold the users.
            AccessCheck.Run(context);
        }
    }

    private static void Visit(CheckContext context, in ConfigurationNode node, SettingDefinition definition)
    {
        if (!definition.IsRead)
        {
            VersionCheck.Run(context, node, definition);
            return;
        }

        VersionCheck.RunOnLibrary(context, node, definition);
        DeprecationCheck.Run(context, node, definition);
        if (context.IsUnknownValue(node) || !TypeCheck.Run(context, node, definition))
        {
            return;
        }

        switch (node.Kind)
        {
            case JsonKind.Object:
                VisitMembers(context, node, definition);
                break;
            case JsonKind.Array:
                VisitElements(context, node.Value, definition);
                break;
            case JsonKind.String when !PlaceholderCheck.Run(context, node.Value):
                DeprecationCheck.RunOnText(context, node.Value, definition);
                LimitCheck.RunOnText(context, node.Value, definition);
                FormCheck.RunOnText(context, node.Value, definition);
                FormCheck.RunOnWholeSecret(context, node.Value);
                FileCheck.Run(context, node.Value, definition);
                break;
            case JsonKind.Number:
                LimitCheck.RunOnNumber(context, node.Value, definition);
                break;
        }
    }

    private static void VisitMembers(CheckContext context, in ConfigurationNode node, SettingDefinition definition)
    {
        FormCheck.RunOnObject(context, node, definition);
        var unknown = 0;
        foreach (var (name, member) in node.Members)
        {
            context.Enter(name);
            FormCheck.RunOnKey(context, name, member, definition);
            var child = definition.Child(name);
            if (child.Exists)
            {
                Visit(context, member, child);
            }
            else if (definition.ChildCount > 0)
            {
                UnknownSettingCheck.Run(context, member, definition, ref unknown);
            }

            context.Leave();
        }

        UnknownSettingCheck.ReportRest(context, node, unknown);
    }

    private static void VisitElements(CheckContext context, JsonValue array, SettingDefinition definition)
    {
        FormCheck.RunOnArray(context, array, definition);
        if (definition is { PositionCount: 0, Element.Exists: false })
        {
            return;
        }

        var position = 0;
        foreach (var element in array.Elements)
        {
            var child = definition.Position(position);
            if (child.Exists)
            {
                context.Enter(SettingPath.Element(position));
                Visit(context, new ConfigurationNode(element), child);
                context.Leave();
            }

            position++;
        }
    }
}
