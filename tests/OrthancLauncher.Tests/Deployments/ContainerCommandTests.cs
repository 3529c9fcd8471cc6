namespace OrthancLauncher.Tests.Deployments;

/// <summary>What the command of a container gives the launcher is read as a start reads it.</summary>
public sealed class ContainerCommandTests : DeploymentTests
{
    [Theory]
    [InlineData("command: [/my/orthanc.json]")]
    [InlineData("command: /my/orthanc.json")]
    [InlineData("command: [launch, /tmp/orthanc.json, /my/orthanc.json, --, --verbose]")]
    [InlineData("command: [/my]")]
    [InlineData("entrypoint: [orthanc-launcher, /my/orthanc.json]")]
    [InlineData("entrypoint: [tini, --, /usr/local/bin/orthanc-launcher]\n    command: [/my/orthanc.json]")]
    public void Paths_are_merged(string command)
    {
        Compose(command);
        Run("render", "--compose", File).Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"Name\": \"mine\"");
        Validate(0, "--compose", File).Should().NotContain(finding => Text(finding, "rule") == "not-known");
    }

    [Theory]
    [InlineData("command: [/tmp/orthanc.json]")]
    [InlineData("command: [/etc/orthanc/]")]
    [InlineData("command: [--, --verbose]")]
    [InlineData("entrypoint: [/bin/cat]\n    command: [/my/orthanc.json]")]
    public void What_a_start_does_not_merge_is_not_read(string command)
    {
        Compose(command);
        Run("render", "--compose", File).Should().Be(0, Host.Error);
        Host.Output.Should().NotContain("mine");
        Validate(0, "--compose", File).Should().NotContain(finding => Text(finding, "rule") == "not-known");
    }

    [Theory]
    [InlineData(
        "command: [/my/orthnac.json]", 1,
        "error unreadable-source the command names /my/orthnac.json, which does not exist in the container")]
    [InlineData("command: [/opt/a.json]", 0, "information not-known what /opt/a.json of the command contains is not known")]
    [InlineData("command: [orthanc, /my/orthanc.json]", 0, "information not-known what the command does from orthanc on is not known")]
    [InlineData("command: [--verbos]", 0, "information not-known what the command does from --verbos on is not known")]
    public void What_cannot_be_merged_is_said_where_the_command_is(string command, int exitCode, string said)
    {
        Compose(command);
        var finding = Validate(exitCode, "--compose", File).Should()
            .ContainSingle(finding => Text(finding, "rule") != "secret-in-environment").Subject;
        $"{Text(finding, "severity")} {Text(finding, "rule")} {Text(finding, "message")}".Should().Be(said);
        ((int)finding["line"]!).Should().Be(6);
    }

    [Fact]
    public void A_file_that_is_merged_anyway_keeps_its_place()
    {
        Host.WithFile("etc/a.json", """{"Name": "a"}""").WithFile("etc/b.json", """{"Name": "b"}""").WithFile("compose.yml", """
            services:
              orthanc:
                image: orthanc-launcher/orthanc:debian
                environment: {ORTHANC_PASSWORD: secret}
                volumes: ['./etc:/etc/orthanc']
                command: [/etc/orthanc/a.json, /etc/orthanc/]

            """);
        Run("render", "--compose", File).Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"Name\": \"b\"");
    }

    [Fact]
    public void Arguments_of_a_pod_are_the_command_of_the_launcher()
    {
        Host.WithFile("pod.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: orthanc}
            spec:
              containers:
                - name: orthanc
                  image: orthanc-launcher/orthanc:debian
                  args: [/my/orthanc.json]
                  env: [{name: ORTHANC_PASSWORD, value: secret}]
                  volumeMounts: [{name: my, mountPath: /my}]
              volumes: [{name: my, configMap: {name: my}}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: my}
            data: {orthanc.json: '{"Name": "mine"}'}

            """);
        Run("render", "--kubernetes", $"{Folder}/pod.yaml").Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"Name\": \"mine\"");
    }

    private string File => $"{Folder}/compose.yml";

    private void Compose(string command) => Host.WithFile("my/orthanc.json", """{"Name": "mine"}""").WithFile("compose.yml", $$"""
        services:
          orthanc:
            image: orthanc-launcher/orthanc:debian
            environment: {ORTHANC_PASSWORD: secret}
            volumes: ['./my:/my']
            {{command}}

        """);
}
