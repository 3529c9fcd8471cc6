using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class SpellingTests
{
    private static readonly string[] Words =
    [
        "", "a", "ab", "ba", "Name", "Naem", "DicomAet", "DicmoAte", "dicomaet", "HttpPort", "HttpTimeout", "tHptoPtr",
        "RegisteredUsers", "RegisterdUsers", "ORTHANC__NAME", "ORTHANC_NAME", "StorageDirectory", "IndexDirectory",
    ];

    [Theory]
    [InlineData("Name", "name", 0)]
    [InlineData("Name", "Naem", 1)]
    [InlineData("Name", "Names", 1)]
    [InlineData("Name", "Nme", 1)]
    [InlineData("RegisterdUsers", "RegisteredUsers", 1)]
    [InlineData("HttpPort", "tHptoPtr", 4)]
    [InlineData("", "Name", 4)]
    public void Distance_counts_letters_added_dropped_changed_and_swapped(string from, string to, int distance)
    {
        Spelling.Distance(from, to).Should().Be(distance);
        Spelling.Distance(to, from).Should().Be(distance);
    }

    [Fact]
    public void A_limit_changes_no_distance_below_it()
    {
        foreach (var from in Words)
        {
            foreach (var to in Words)
            {
                for (var limit = 1; limit <= 20; limit++)
                {
                    Spelling.Distance(from, to, limit).Should().Be(Math.Min(Spelling.Distance(from, to), limit), $"{from}, {to}, {limit}");
                }
            }
        }
    }
}
