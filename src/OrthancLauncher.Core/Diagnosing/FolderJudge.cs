using System.Globalization;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the folders that Orthanc and a start write to.</summary>
internal static class FolderJudge
{
    private const long Unit = 1024 * 1024;

    /// <summary>Below this share of a file system, its end is near.</summary>
    private const double SmallShare = 0.05;

    public static IEnumerable<DoctorLine> Of(Observations seen)
    {
        var settings = new EffectiveSettings(seen.Plan);
        yield return Of("output", seen.Output, "ORTHANC_LAUNCHER_OUTPUT", seen.Plan.Configuration.ToJson().Length, seen.User);
        if (seen.OutputMode is { } mode && mode != "0600")
        {
            yield return new DoctorLine(
                "output", DoctorState.Warning, $"{seen.Plan.OutputPath} has mode {mode}, so others can read the passwords in it",
                "the next start sets it to 0600; somebody changed it since the last one");
        }

        yield return Of("temporary", seen.Temporary, "TemporaryDirectory", Unit, seen.User);
        yield return seen.Storage is { } storage
            ? Of("storage", storage, "StorageDirectory", Unit, seen.User)
            : new DoctorLine("storage", DoctorState.Ok, $"plugin {settings.StoragePlugin} stores the files");
        yield return seen.Index is { } index
            ? Of("index", index, "IndexDirectory", Unit, seen.User)
            : new DoctorLine(
                "index", DoctorState.Ok,
                settings.IndexPlugin is { } plugin ? $"plugin {plugin} has the index" : "in the folder of the storage");
    }

    /// <summary>A number of bytes in the unit that people use for it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < Unit => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        < 1024 * Unit => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Unit:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * Unit):0.#} GB"),
    };

    /// <param name="setting">What chooses the folder.</param>
    /// <param name="needed">The least number of bytes that must be free.</param>
    private static DoctorLine Of(string topic, FolderFacts folder, string setting, long needed, uint user)
    {
        var owner = $"mode {folder.Mode}, owner user id {folder.Owner}";
        if (!folder.IsFolder)
        {
            return new DoctorLine(
                topic, DoctorState.Failure, $"{folder.Existing} is not a folder that can be searched", $"correct {setting}");
        }

        if (folder.Volume is { IsReadOnly: true })
        {
            return new DoctorLine(
                topic, DoctorState.Failure, $"{folder.Path}: {folder.Existing} is on a read-only file system",
                $"mount a writable volume there, or set {setting}");
        }

        if (!folder.IsWritable)
        {
            return new DoctorLine(
                topic, DoctorState.Failure, $"{folder.Path}: user id {user} cannot write {folder.Existing} ({owner})",
                $"give the folder to user id {user}, or run as user id {folder.Owner}");
        }

        var isThere = folder.Existing == folder.Path;
        var what = isThere
            ? $"{folder.Path}: writable, {owner}"
            : $"{folder.Path}: made by Orthanc in {folder.Existing}, which is writable";
        return folder.Volume is { } volume ? WithRoom(topic, what, volume, needed) : new DoctorLine(topic, DoctorState.Ok, what);
    }

    private static DoctorLine WithRoom(string topic, string what, VolumeFacts volume, long needed)
    {
        var inodes = volume.Inodes == 0 ? "" : $", {Doctor.Number(volume.FreeInodes)} of {Doctor.Number(volume.Inodes)} inodes free";
        what += $", {Size(volume.Free)} of {Size(volume.Size)} free{inodes}";
        var isFull = volume.Free < needed;
        var isNearlyFull = volume.Free < volume.Size * SmallShare;
        var hasNoInode = volume is { Inodes: > 0, FreeInodes: 0 };
        var hasFewInodes = volume.FreeInodes < volume.Inodes * SmallShare;
        return isFull || hasNoInode
            ? new DoctorLine(
                topic, DoctorState.Failure, $"{what}: {(isFull ? "no space is left" : "no inode is left")}",
                isFull ? "remove files, or use a larger volume" : "remove files, or use a volume with more inodes")
            : isNearlyFull || hasFewInodes
            ? new DoctorLine(
                topic, DoctorState.Warning, $"{what}: nearly {(isNearlyFull ? "full" : "out of inodes")}", "plan for a larger volume")
            : new DoctorLine(topic, DoctorState.Ok, what);
    }
}
