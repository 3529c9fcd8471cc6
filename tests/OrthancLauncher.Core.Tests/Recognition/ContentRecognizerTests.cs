using System.Text;
using OrthancLauncher.Core.Recognition;
using static OrthancLauncher.Core.Recognition.ContentKind;

namespace OrthancLauncher.Core.Tests.Recognition;

public sealed class ContentRecognizerTests
{
    public static TheoryData<string, string, string> Table => new()
    {
        { nameof(Compose), "stack.txt", "services:\n  orthanc:\n    image: orthanc\n" },
        { nameof(Compose), "a", "# a comment\nversion: '3'\nx-common: &c\n  a: 1\nservices: {}\n" },
        { nameof(Compose), "a", "---\nservices:\n  a: {image: x}\n---\nservices:\n  b: {image: y}\n" },
        { nameof(Compose), "a", "\"services\":\n  a: 1\n" },
        { nameof(Compose), "a", "  services:\n    a: 1\n  volumes:\n" },
        { nameof(Compose), "a", "{\"services\": {\"a\": {\"image\": \"x:1\", \"ports\": [\"80:80\"]}}, \"networks\": {}}" },
        { nameof(Compose), "a", "{services: {a: {image: x}}}" },
        { nameof(Compose), "compose.yml", "services:\n  a: [\nnonsense" },
        { nameof(Compose), "docker-compose.yml", "include:\n  - a.yml\n" },
        { nameof(Compose), "my-compose.yaml", "services:\n  a: 1\nnetwork:\n  b: 1\n" },
        { nameof(Compose), "compose.yml", "services:\n" },
        { nameof(Other), "a.txt", "services:\n  a: [\nnonsense" },
        { nameof(Other), "symfony.yaml", "parameters:\n  a: 1\nservices:\n  _defaults: 1\n" },
        { nameof(Other), ".gitlab-ci.yml", "services:\n  - name: orthancteam/orthanc\n" },
        { nameof(Other), ".gitlab-ci.yml", "services:\n- name: orthancteam/orthanc\n" },
        { nameof(Other), "a.md", "services:\n\nOrthanc and a database.\n" },
        { nameof(Manifests), "a", "apiVersion: v1\nkind: Pod\n" },
        { nameof(Manifests), "a", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}" },
        { nameof(Manifests), "a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    services:\n---\n# none\n---\n" },
        { nameof(Manifests), "a.json", "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"spec\": {\"x\": " },
        { nameof(Mixed), "a.yaml", "apiVersion: v1\nkind: Pod\n---\nservices:\n  a: 1\n" },
        { nameof(Configuration), "a.json", "{\"Name\": \"x\", \"HttpPort\": 1, \"services\": {}}" },
        { nameof(Kustomization), "kustomization.yaml", "resources:\n- a.yaml\n" },
        { nameof(Kustomization), "x.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n" },
        { nameof(Other), "x.yaml", "resources:\n- a.yaml\n" },
        { nameof(Chart), "Chart.yaml", "apiVersion: v2\nname: orthanc\nversion: 1.0.0\n" },
        { nameof(Configuration), "a", "// Ours\n{\"Name\": \"x\", /* and */ \"HttpPort\": 8042,}" },
        { nameof(Configuration), "a", "{\"DicomWeb\": {\"Root\": \"/x/\"}}" },
        { nameof(Configuration), "a.json", "{\"Name\": \"x\", \"HttpPort\" 8042, \"Locale\": \"\"}\n{\"DicomWeb\": {}}" },
        { nameof(Configuration), "a.json", "\uFEFF{\"Url\": \"http://x/#a\", \"Name\": \"{\", \"HttpPort\": 1" },
        { nameof(Other), "a.h", "/* Orthanc */\n# if 1\nstatic int a[] = {]}: [{,:]{}\n" },
        { nameof(Other), "a.json", "{]" },
        { nameof(Other), "a.json", "{:::,,}}]" },
        { nameof(Other), "package.json", "{\"name\": \"x\", \"version\": \"1\", \"dependencies\": {}}" },
        { nameof(Other), "a.json", "{\"Name\": \"x\"}" },
        { nameof(Other), "a.json", "{\"nested\": {\"Name\": \"x\", \"HttpPort\": 8042}}" },
        { nameof(Other), "a.json", "[{\"Name\": \"x\", \"HttpPort\": 8042}]" },
        { nameof(EnvFile), "orthanc.txt", "# Ours\nORTHANC__NAME=x y\nOTHER=\n" },
        { nameof(EnvFile), "a", "\uFEFFORTHANC_JSON={\"Name\": 1}\r\n" },
        { nameof(Other), ".env", "TAG=24.1\nORTHANC_TAG=1\n" },
        { nameof(Other), "start.sh", "#!/bin/sh\nexport ORTHANC__NAME=x\n" },
        { nameof(Other), "names", "ORTHANC__NAME\n" },
        { nameof(Other), "empty", "" },
        { nameof(Binary), "compose.yml", "services:\0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_file_is_told_by_its_content(string kind, string name, string content) =>
        ContentRecognizer.KindOf($"folder/{name}", Encoding.UTF8.GetBytes(content)).ToString().Should().Be(kind);

    [Fact]
    public void Any_text_comes_to_an_end()
    {
        const string Characters = "{}[]:,\"'#/*\\- \n\0ab";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, 12).Select(_ => Characters[random.Next(Characters.Length)])]);
            _ = ContentRecognizer.KindOf("a.json", Encoding.UTF8.GetBytes("{" + text));
            _ = ContentRecognizer.KindOf("a.yml", Encoding.UTF8.GetBytes(text));
        }
    }

    [Theory]
    [InlineData("{]")]
    [InlineData("{a]}")]
    [InlineData("{a: b] c: d}")]
    [InlineData("{]]:]")]
    public void A_bracket_that_closes_nothing_is_passed_over(string content) =>
        ContentRecognizer.KindOf("a.json", Encoding.UTF8.GetBytes(content)).ToString().Should().Be("Other");

    [Theory]
    [InlineData("image: orthancteam/orthanc", true)]
    [InlineData("ORTHANC__NAME", true)]
    [InlineData("Orthanc", true)]
    [InlineData("ortho", false)]
    public void What_concerns_Orthanc_has_its_name_in_it(string text, bool mentions) =>
        ContentRecognizer.MentionsOrthanc(Encoding.UTF8.GetBytes(text)).Should().Be(mentions);
}
