using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Reports;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Documents;

public sealed class PluginsDocumentTests
{
    private const string Introduction =
        """
        # Plugins

        <!-- Generated from plugins-defaults.json; a test of the commands tells how. -->

        A plugin is enabled by its variable, by settings in its section (also `{}`), or by default; its variable set to `false` always
        disables it. The default configuration fills what nothing else sets. `orthanc-launcher plugins` shows what is enabled, why, and
        whether the library is there; `orthanc-launcher plugins --format markdown` writes this table for an image with other plugins.


        """;

    [Fact]
    public void Plugins_md_is_made_of_the_definitions() =>
        GeneratedDocument.ShouldBeCurrent(
            "docs/plugins.md",
            Introduction + PluginDocumentation.WriteMarkdown(LauncherDefinitions.Load([], new FindingList()).Plugins));
}
