using System.Globalization;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>Among thousands of values in which nothing is wrong, the others are found as they are alone.</summary>
public sealed class ManyValuesTests
{
    [Theory]
    [InlineData("""["CT", "10.0.0.1", 104]""", 0)]
    [InlineData("""["CT", "10.0.0.1", "104"]""", 0)]
    [InlineData("""["CT", "10.0.0.1", 104.5]""", 1)]
    [InlineData("""["CT", "10.0.0.1", 1040000]""", 1)]
    [InlineData("""["CT", "10.0.0.1", 99999999999999999999]""", 1)]
    [InlineData("""["CT", "10.0.0.1", 1e2]""", 1)]
    [InlineData("""["AN_AET_OF_17_CHAR", "10.0.0.1", 104]""", 1)]
    [InlineData("""["\u00e9AET_OF_16_CHARS", "10.0.0.1", 104]""", 0)]
    [InlineData("""["éAET_OF_16_CHARS", "10.0.0.1", 104]""", 0)]
    [InlineData("""[true, "10.0.0.1", 104]""", 1)]
    [InlineData("""["CT", "MUST BE DEFINED", 104]""", 1)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 104, "AllowEcho": true, "Manufacturer": "Generic"}""", 0)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 104, "Manufacturer": "Nobody"}""", 1)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 104, "AllowEcho": "yes"}""", 1)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 104, "AllowEco": true}""", 1)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 104, "AllowEcho": null}""", 1)]
    [InlineData("""{"AET": "CT", "\u0048ost": "10.0.0.1", "Port": 104}""", 0)]
    [InlineData("""{"AET": "CT", "Host": "10.0.0.1", "Port": 0, "Port": 104}""", 1)]
    [InlineData("\"CT\"", 1)]
    [InlineData("5", 1)]
    [InlineData("null", 1)]
    public void One_modality_is_judged_as_if_it_were_alone(string modality, int findings)
    {
        var alone = Judge(Modalities("", modality));
        alone.Should().HaveCount(findings);

        var others = string.Concat(
            Enumerable.Range(1, 99).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"m{i}\": [\"AET\", \"10.0.0.1\", {i}], ")));
        var objects = string.Concat(
            Enumerable.Range(1, 99)
                .Select(
                    i => string.Create(CultureInfo.InvariantCulture, $"\"m{i}\": {{\"AET\": \"AET\", \"Port\": {i}, \"Host\": \"h\"}}, ")));
        Judge(Modalities(others, modality)).Should().Equal(alone);
        Judge(Modalities(objects, modality)).Should().Equal(alone);
        Judge(Modalities(others, modality), "{\"DicomModalities\": {\"another\": [\"AET\", \"host\", 104]}}").Should().Equal(alone);
    }

    [Theory]
    [InlineData("\"SslCertificate\": \"/none.pem\"")]
    [InlineData("\"MaximumStorageSize\": 1073741824")]
    [InlineData("\"StorageAccessOnFind\": \"Sometimes\"")]
    public void A_section_of_many_values_hides_no_other_setting(string setting)
    {
        var many = string.Join(
            ", ", Enumerable.Range(1, 99).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"user{i}\": \"password {i}\"")));
        var alone = Judge($"{{{setting}, \"RegisteredUsers\": {{\"user\": \"a long password\"}}}}");
        Judge($"{{{setting}, \"RegisteredUsers\": {{{many}}}}}").Should().Equal(alone);
    }

    /// <summary>Every check is asked about every value, also those that were added after the objects became large.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_check_sees_each_value_of_a_large_object(int count)
    {
        var users = Enumerable.Range(0, count)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"\"user{i}\": \"a long password\\n\""));
        var plan = new Scenario().AllLibraries().Variable("ORTHANC__REGISTERED_USERS", $"{{{string.Join(", ", users)}}}").Plan();

        plan.Findings.Of(Rules.TrailingLineEnd).Select(finding => finding.Setting)
            .Should().Equal(
                Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"RegisteredUsers.user{i}")));
    }

    private static string Modalities(string others, string modality) =>
        $"{{\"DicomModalities\": {{{others}\"x\": {modality}}}, \"RegisteredUsers\": {{\"user\": \"a long password\"}}}}";

    private static string[] Judge(params string[] files)
    {
        var scenario = new Scenario().AllLibraries();
        for (var i = 0; i < files.Length; i++)
        {
            scenario.File(files[i], $"/etc/orthanc/{i}.json");
        }

        return
        [
            .. scenario.Plan().Findings.Where(finding => finding.Severity > Severity.Information)
            .Select(finding => $"{finding.Rule} {finding.Setting} {finding.Severity} {finding.Message} {finding.Remedy}"),
        ];
    }
}
