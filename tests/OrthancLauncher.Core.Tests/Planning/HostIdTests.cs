using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Planning;

public sealed class HostIdTests
{
    [Theory]
    [InlineData("0a1b2c3d", new byte[] { 0x3d, 0x2c, 0x1b, 0x0a })]
    [InlineData("0A1B2C3D", new byte[] { 0x3d, 0x2c, 0x1b, 0x0a })]
    [InlineData("ffffffff", new byte[] { 0xff, 0xff, 0xff, 0xff })]
    [InlineData("1", new byte[] { 1, 0, 0, 0 })]
    [InlineData("abc", new byte[] { 0xbc, 0x0a, 0, 0 })]
    [InlineData("00000000", new byte[] { 0, 0, 0, 0 })]
    public void Up_to_eight_hex_digits_are_the_four_bytes_that_gethostid_reads(string text, byte[] bytes)
    {
        var step = Plan("not-generated", out var findings, ("FORCE_HOST_ID", text));

        step!.Path.Should().Be("/etc/hostid");
        step.Content.ToArray().Should().Equal(bytes);
        findings.Should().BeEmpty();
        uint.Parse(step.Text, System.Globalization.NumberStyles.HexNumber, null).Should().Be(BitConverter.ToUInt32(bytes));
    }

    [Theory]
    [InlineData("123456789")]
    [InlineData("my-host")]
    [InlineData("0x12")]
    [InlineData("-1")]
    [InlineData("12 34")]
    [InlineData("é")]
    public void Other_text_is_written_as_it_is_with_a_warning(string text)
    {
        var step = Plan(null, out var findings, ("FORCE_HOST_ID", text));

        step!.Content.ToArray().Should().Equal(Encoding.UTF8.GetBytes(text));
        var finding = findings.Only(Rules.InvalidHostId);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Place.ToString().Should().Be("environment variable FORCE_HOST_ID");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("\n", true)]
    [InlineData("not-generated", true)]
    [InlineData("not-generated\n", true)]
    [InlineData("0123", false)]
    [InlineData("anything else", false)]
    [InlineData("not-generated-yet", false)]
    public void A_missing_host_id_is_generated(string? current, bool isGenerated)
    {
        var step = Plan(current, out var findings);

        findings.Should().BeEmpty();
        if (isGenerated)
        {
            step!.Content.ToArray().Should().Equal(0x78, 0x56, 0x34, 0x12);
            step.Text.Should().Be("12345678");
        }
        else
        {
            step.Should().BeNull();
        }
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("true", true)]
    [InlineData("", true)]
    [InlineData("maybe", true)]
    public void Generating_can_be_switched_off(string value, bool isGenerated)
    {
        var step = Plan(null, out var findings, ("GENERATE_HOST_ID_IF_MISSING", value));

        (step is not null).Should().Be(isGenerated);
        findings.Of(Rules.InvalidFlag).Should().HaveCount(value == "maybe" ? 1 : 0);
    }

    [Fact]
    public void What_is_forced_wins_over_all_else()
    {
        Plan("0123", out _, ("FORCE_HOST_ID", "1"), ("GENERATE_HOST_ID_IF_MISSING", "false"))!.Text.Should().Be("00000001");
    }

    [Fact]
    public void Four_bytes_that_look_like_nothing_are_a_host_id()
    {
        Plan("\n\n\n\n", out _).Should().BeNull();
        Plan("\0\0\0\0", out _).Should().BeNull();
    }

    [Fact]
    public void The_step_is_part_of_the_plan()
    {
        var plan = new Scenario().With(ExecStepTests.Host() with { HostId = null, RandomNumber = 0xdeadbeef }).Plan();

        plan.HostId!.Text.Should().Be("deadbeef");
        plan.HostId.Content.ToArray().Should().Equal(0xef, 0xbe, 0xad, 0xde);
        new Scenario().Plan().HostId.Should().BeNull();
    }

    private static HostIdStep? Plan(string? current, out FindingList findings, params (string Name, string Value)[] variables)
    {
        findings = new FindingList();
        return HostIdStep.Plan(
            "/etc/hostid",
            current is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(current),
            0x12345678,
            new VariableTable([.. variables.Select(variable => new EnvironmentVariable(variable.Name, variable.Value))]),
            findings);
    }
}
