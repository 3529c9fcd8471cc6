using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Images that a compose file builds, as far as their Dockerfiles can be followed.</summary>
public sealed class DockerfileTests : DeploymentTests
{
    private const string From = "FROM orthancteam/orthanc:24.6.1\n";

    [Theory]
    [InlineData("ENV ORTHANC__NAME=a ORTHANC__DICOM_AET=\"B C\"", "a", "B C")]
    [InlineData("ENV ORTHANC__NAME my name\nENV ORTHANC__DICOM_AET 'x y'", "my name", "x y")]
    [InlineData("ENV ORTHANC__NAME=a\\ b \\\n  # a comment\n\n  ORTHANC__DICOM_AET=c\\\"", "a b", "c\"")]
    [InlineData("env ORTHANC__NAME='$X' ORTHANC__DICOM_AET=\"\\$X\"", "$X", "$X")]
    [InlineData("ENV X=1\nENV X=2 ORTHANC__NAME=$X ORTHANC__DICOM_AET=${X}y", "1", "1y")]
    [InlineData("ARG X=1\nENV ORTHANC__NAME=${X:-a} ORTHANC__DICOM_AET=${Y:-b${X}}", "1", "b1")]
    [InlineData("ARG X\nENV ORTHANC__NAME=${X:-a} ORTHANC__DICOM_AET=${X-b}", "a", "b")]
    [InlineData("ARG X=1\nENV ORTHANC__NAME=${X:+a} ORTHANC__DICOM_AET=${Y+b}z", "a", "z")]
    [InlineData("ARG GIVEN\nENV ORTHANC__NAME=$GIVEN ORTHANC__DICOM_AET=$", "by compose", "$")]
    [InlineData("ARG GIVEN=no\nENV GIVEN=env\nARG GIVEN=no\nENV ORTHANC__NAME=$GIVEN ORTHANC__DICOM_AET=ä", "env", "ä")]
    public void Variables_have_the_values_of_a_build(string lines, string name, string aet)
    {
        Compose("build: {context: ., args: {GIVEN: by compose}}", From + lines);
        var configuration = Render("--compose", $"{Folder}/compose.yml");
        ((string?)configuration["Name"]).Should().Be(name);
        ((string?)configuration["DicomAet"]).Should().Be(aet);
    }

    [Theory]
    [InlineData("ARG TAG=24.6.1\nFROM orthancteam/orthanc:$TAG", "")]
    [InlineData("ARG TAG\nFROM orthancteam/orthanc:${TAG:-24.6.1}", "")]
    [InlineData("ARG TAG=1\nFROM --platform=$BUILDPLATFORM orthancteam/orthanc:${TAG}", "args: [TAG=24.6.1]")]
    [InlineData("FROM debian AS tools\nFROM orthancteam/orthanc:24.6.1 AS base\nFROM base AS other\nFROM other", "")]
    [InlineData("FROM orthancteam/orthanc:24.6.1 as base\nFROM debian", "target: BASE")]
    [InlineData("FROM orthancteam/orthanc:24.6.1\nFROM debian", "target: '0'")]
    public void The_image_that_a_stage_begins_with_is_found(string dockerfile, string member)
    {
        Compose($"image: mine\n    build: {{context: ., {member}}}", dockerfile + "\nENV AZURE_BLOB_STORAGE_PLUGIN_ENABLED=true");
        if (member.StartsWith("target", StringComparison.Ordinal))
        {
            Host.WithFile("Dockerfile", dockerfile);
            Validate().Should().OnlyContain(finding => finding.StartsWith("error no-users", StringComparison.Ordinal));
            return;
        }

        var line = dockerfile.Split('\n').ToList().FindLastIndex(each => each.Contains("/orthanc", StringComparison.Ordinal)) + 1;
        var expected = $"warning image-without-plugin Dockerfile:{line}:";
        Validate().Should().Contain(finding => finding.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("COPY a.json /etc/orthanc/", "a")]
    [InlineData("COPY a.json /etc/orthanc", "a")]
    [InlineData("COPY --chown=1:1 --chmod=644 ./a.json /etc/orthanc/x.json", "a")]
    [InlineData("COPY [\"a.json\", \"/etc/orthanc/\"]", "a")]
    [InlineData("WORKDIR /etc\nWORKDIR orthanc\nADD ../../a.json .", "a")]
    [InlineData("ARG F=a\nCOPY $F.json /etc/orthanc/", "a")]
    [InlineData("COPY conf /etc/orthanc", "b")]
    [InlineData("COPY conf/ conf/../a.json /etc/orthanc/", "b")]
    [InlineData("COPY conf/*.json /etc/orthanc/", "b")]
    [InlineData("COPY root /", "c")]
    [InlineData("COPY a.json /etc/orthanc/z.json\nCOPY conf/b.json /etc/orthanc/z.json", "b")]
    [InlineData("COPY <<EOF /etc/orthanc/x.json\n{\"Name\": \"$N\"}\nEOF", "n")]
    [InlineData("COPY <<'EOF' /etc/orthanc/x.json\n{\"Name\": \"d\"}\nEOF\nENV A=b", "d")]
    [InlineData("COPY <<-x.json /etc/orthanc/\n\t{\"Name\":\n\t\"d\"}\n\tx.json", "d")]
    public void Files_of_the_context_are_in_the_image(string lines, string name)
    {
        Host.WithFile("a.json", "{\"Name\": \"a\"}").WithFile("conf/b.json", "{\"Name\": \"b\"}").WithFile("conf/note.txt", "")
            .WithFile("root/etc/orthanc/c.json", "{\"Name\": \"c\"}").WithFile("root/home/d.json", "{\"Name\": \"d\"}");
        Compose("build: .", $"{From}ENV N=n\n{lines}");
        ((string?)Render("--compose", $"{Folder}/compose.yml")["Name"]).Should().Be(name);
    }

    [Theory]
    [InlineData("conf", "COPY conf /etc/orthanc/", null)]
    [InlineData("/conf/b.json", "COPY conf /etc/orthanc/", null)]
    [InlineData("*\n!conf/b.json\r\n", "COPY conf /etc/orthanc/", "b")]
    [InlineData("# b.json\nb.json\n**/c.json", "COPY . /etc/orthanc", "a")]
    [InlineData("conf/[a-b].json", "COPY conf/[ab].json /etc/orthanc/", null)]
    public void What_dockerignore_leaves_out_is_not_in_the_image(string ignored, string line, string? name)
    {
        Host.WithFile(".dockerignore", ignored).WithFile("conf/b.json", "{\"Name\": \"b\"}").WithFile("a.json", "{\"Name\": \"a\"}");
        Compose("build: .", From + line);
        ((string?)Render("--compose", $"{Folder}/compose.yml")["Name"]).Should().Be(name);
    }

    [Fact]
    public void A_file_that_dockerignore_leaves_out_cannot_be_copied()
    {
        Host.WithFile("a.json", "{}").WithFile("Dockerfile.dockerignore", "*.json");
        Compose("build: .", From + "COPY a.json /etc/orthanc/");
        Validate().Should().Contain("warning not-known Dockerfile:2:1");
        Host.Output.Should().Contain("a.json is left out by .dockerignore, so the image cannot be built");
    }

    [Theory]
    [InlineData("ENV ORTHANC__NAME=x \\\n    ORTHANC__HTTP_PORT=eighty", "error wrong-type Dockerfile:3:24")]
    [InlineData("ARG P=eighty\nENV ORTHANC__HTTP_PORT=\"$P\"", "error wrong-type Dockerfile:3:25")]
    [InlineData("ENV ORTHANC__HTTP_PORT eighty", "error wrong-type Dockerfile:2:24")]
    [InlineData("ENV ORTHANC_JSON='{\\\n  \"Name\" 5}'", "error invalid-json Dockerfile:3:10")]
    [InlineData("COPY <<EOF /etc/orthanc/a.json\n{\n  \"Name\" 5\n}\nEOF", "error invalid-json Dockerfile:4:10")]
    [InlineData("COPY conf /etc/orthanc", "error invalid-json conf/a.json:2:8")]
    [InlineData("ENV ORTHANC__POSTGRESQL__PASSWORD=hunter2", "information secret-in-environment Dockerfile:2:5")]
    [InlineData("ENTRYPOINT Orthanc /etc/orthanc", "warning launcher-bypassed Dockerfile:2:1")]
    [InlineData("CMD [\"/usr/sbin/Orthanc\", \"/etc/orthanc\"]", "warning launcher-bypassed Dockerfile:2:1")]
    [InlineData("HEALTHCHECK CMD curl http://localhost:8080", "warning wrong-port Dockerfile:2:1")]
    [InlineData("FORM x", "error invalid-deployment Dockerfile:2:1")]
    [InlineData("COPY /etc/orthanc", "error invalid-deployment Dockerfile:2:1")]
    [InlineData("ENV A=b c", "error invalid-deployment Dockerfile:2:9")]
    [InlineData("COPY <<EOF /etc/orthanc/a.json\n{}", "error invalid-deployment Dockerfile:2:1")]
    [InlineData("RUN sed -i s/a/b/ /etc/orthanc/orthanc.json", "information not-known Dockerfile:2:1")]
    [InlineData("WORKDIR /etc/orthanc\nRUN <<EOF\ntouch a.json\nEOF", "information not-known Dockerfile:3:1")]
    [InlineData("COPY --from=tools /out/a.json /etc/orthanc/", "information not-known Dockerfile:2:1")]
    [InlineData("ADD https://example.org/a.json /etc/orthanc/", "information not-known Dockerfile:2:1")]
    [InlineData("ADD a.tar.gz /", "information not-known Dockerfile:2:1")]
    [InlineData("COPY none.json /etc/orthanc/a.json", "warning not-known Dockerfile:2:1")]
    [InlineData("COPY conf\0/*.json /etc/orthanc/a.json", "warning not-known Dockerfile:2:1")]
    [InlineData("ARG TARGETARCH\nENV ORTHANC__NAME=$TARGETARCH", "information not-known Dockerfile:3:5")]
    public void A_finding_is_at_its_line(string lines, string expected)
    {
        Host.WithFile("conf/a.json", "{\n\"Name\" 5}");
        Compose("build: .", From + lines);
        var findings = Validate();
        findings.Should().Contain(finding => finding.StartsWith(expected, StringComparison.Ordinal), Host.Output);
        Host.Output.Should().NotContain("hunter2");
    }

    [Theory]
    [InlineData("RUN apt-get update && apt-get install -y curl")]
    [InlineData("COPY --from=tools /out/x.so /usr/lib/")]
    [InlineData("COPY a<<b <<<c /etc/other/")]
    [InlineData("COPY . /app\nADD https://example.org/x /opt/")]
    [InlineData("LABEL a=b\nEXPOSE 1\nVOLUME /x\nUSER 1000\nSHELL [\"bash\"]\nSTOPSIGNAL 2\nONBUILD RUN x\nMAINTAINER me")]
    [InlineData("ENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD /tmp/orthanc.json")]
    [InlineData("HEALTHCHECK CMD curl http://localhost:8042")]
    [InlineData("RUN <<EOF cat >/tmp/x\nCOPY x /\nFROM y\nEOF")]
    public void What_does_not_matter_is_not_reported(string lines)
    {
        Compose("build: .", $"{From}{lines}\nENV ORTHANC_PASSWORD=x\n");
        Validate().Should().BeEquivalentTo($"information secret-in-environment Dockerfile:{2 + lines.Split('\n').Length}:5");
    }

    [Fact]
    public void What_the_service_says_wins()
    {
        Host.WithFile("a.json", "{\"Name\": \"a\"}").WithFile("mine/b.json", "{\"DicomAet\": \"B\"}");
        Compose("build: .\n    environment: {ORTHANC__STABLE_AGE: 1}\n    volumes: ['./mine:/etc/orthanc']\n    command: /tmp/orthanc.json",
            From + "COPY a.json /etc/orthanc/\nENV ORTHANC__STABLE_AGE=2\nCMD Orthanc");
        var configuration = Render("--compose", $"{Folder}/compose.yml");
        configuration["Name"].Should().BeNull();
        ((string?)configuration["DicomAet"]).Should().Be("B");
        ((int?)configuration["StableAge"]).Should().Be(1);
        Validate().Should().NotContain(finding => finding.Contains("bypassed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Dockerfile_in_the_compose_file_has_its_places_there()
    {
        Host.WithFile("compose.yml", """
            services:
              orthanc:
                build:
                  dockerfile_inline: |
                    FROM orthancteam/orthanc:24.6.1
                    ENV ORTHANC__HTTP_PORT=eighty

                    FORM x
            """);
        Validate().Should().Contain("error wrong-type compose.yml:6:32").And.Contain("error invalid-deployment compose.yml:8:9");
    }

    [Theory]
    [InlineData("build: {dockerfile: docker/Other}", "ENV ORTHANC__HTTP_PORT=x", "error wrong-type docker/Other:2:24")]
    [InlineData("build: ./docker", "ENV ORTHANC__HTTP_PORT=x", "warning not-known compose.yml:3:12")]
    [InlineData("build: {context: docker, dockerfile: Other, target: bsae}", "", "error invalid-deployment compose.yml:3:57")]
    public void The_Dockerfile_is_found_as_compose_finds_it(string build, string lines, string expected)
    {
        Host.WithFile("docker/Other", "FROM orthancteam/orthanc AS base\n" + lines);
        Compose(build, null);
        Validate().Should().Contain(expected);
    }

    [Theory]
    [InlineData("# syntax=example/frontend:1\nFROM orthancteam/orthanc", "information not-known Dockerfile:1:1")]
    [InlineData("", "error invalid-deployment Dockerfile:1:1")]
    [InlineData("ENV A=b\nFROM orthancteam/orthanc", "error invalid-deployment Dockerfile:1:1")]
    [InlineData("FROM\nENV A=b", "error invalid-deployment Dockerfile:1:1")]
    [InlineData("ARG TAG\nFROM orthancteam/orthanc:$TAG", "information not-known Dockerfile:2:6")]
    [InlineData("FROM registry.example/pacs:1", "information not-known Dockerfile:1:6")]
    [InlineData("FROM jodogne/orthanc-plugins:1.12.4\nENV ORTHANC__NAME=x", "warning variables-not-read Dockerfile:1:6")]
    public void An_image_that_cannot_be_followed_is_told(string dockerfile, string expected)
    {
        Compose("build: .", dockerfile);
        Validate().Should().Contain(expected);
    }

    [Theory]
    [InlineData("build: {context: ., args: {TAG: '${TAG}'}}", "Dockerfile:2:6")]
    [InlineData("build: {context: ., args: ['TAG=${TAG}']}", "Dockerfile:2:6")]
    [InlineData("build: '${WHERE}'", "compose.yml:3:12")]
    public void What_a_variable_decides_that_is_not_set_is_not_known(string build, string place)
    {
        Compose(build, "ARG TAG=24.6.1\nFROM orthancteam/orthanc:$TAG");
        Validate().Should().Contain($"information not-known {place}");
    }

    [Fact]
    public void An_escape_of_its_own_joins_lines()
    {
        Compose("build: .", "# escape=`\n\n" + From + "ENV ORTHANC__NAME=a`\nb ORTHANC__DICOM_AET=C:\\x");
        var configuration = Render("--compose", $"{Folder}/compose.yml");
        ((string?)configuration["Name"]).Should().Be("ab");
        ((string?)configuration["DicomAet"]).Should().Be("C:\\x");
    }

    [Fact]
    public void Services_are_told_by_what_their_images_begin_with()
    {
        Host.WithFile("pacs/Dockerfile", "FROM osimis/orthanc").WithFile("proxy/Dockerfile", "FROM nginx")
            .WithFile("vars/Dockerfile", "FROM debian\nENV ORTHANC__NAME=x").WithFile("compose.yml", """
            services:
              archive: {build: pacs}
              orthanc-proxy: {build: proxy}
              third: {build: vars}
            """);
        Run("validate", "--log-level=information", $"{Folder}/compose.yml").Should().Be(1);
        Host.Output.Should().Contain("archive").And.Contain("third").And.NotContain("orthanc-proxy");
    }

    private void Compose(string service, string? dockerfile)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    {service}\n");
        if (dockerfile is not null)
        {
            Host.WithFile("Dockerfile", dockerfile);
        }
    }

    /// <summary>Severity, rule and place of each finding.</summary>
    private List<string> Validate()
    {
        Run("validate", "--format=json", "--log-level=information", "--compose", $"{Folder}/compose.yml")
            .Should().BeInRange(0, 1, Host.Error);
        return
        [
            .. JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(finding =>
                $"{finding!["severity"]} {finding["rule"]} {finding["source"]}:{finding["line"]}:{finding["column"]}"
                    .Replace($"{Folder}/", "", StringComparison.Ordinal)),
        ];
    }
}
