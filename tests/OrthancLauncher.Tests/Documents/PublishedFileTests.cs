using OrthancLauncher.Tests.Support;
using YamlDotNet.Serialization;

namespace OrthancLauncher.Tests.Documents;

/// <summary>
/// The files by which other programs use this repository have the structure that those programs publish. npm has it as types that
/// are made from the JSON schemas.
/// </summary>
public sealed class PublishedFileTests
{
    [NodeTheory]
    [InlineData("action.yml", "@schemastore/github-action", "HttpsJsonSchemastoreOrgGithubActionJson", "\"runs\"")]
    [InlineData(".pre-commit-hooks.yaml", "@schemastore/pre-commit-hooks", "HttpsJsonSchemastoreOrgPreCommitHooksJson", "\"entry\"")]
    public void A_file_is_of_the_published_type(string file, string package, string type, string required)
    {
        var json = Json(file);

        Node.TypeErrors(package, type, json).Should().BeEmpty();
        Node.TypeErrors(package, type, json.Replace(required, "\"other\"", StringComparison.Ordinal))
            .Should().Contain("other", "the check must be able to fail");
    }

    private static string Json(string file)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(File.ReadAllText(Path.Combine(Repository.Root, file)));
        return new SerializerBuilder().JsonCompatible().Build().Serialize(yaml);
    }
}
