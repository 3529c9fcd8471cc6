using System.Globalization;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the folders that Orthanc and a start write to.</summary>
internal static class FolderJudge
{
    private const long Unit = 1024 * 1024;

    /// <summary>With less than one of so many parts of a file system left, its end is near.</summary>
    private const long SmallShare = 20;

    public static void Judge(DoctorPage page, Observations seen)
    {
        var settings = new EffectiveSettings(seen.Plan);
        Judge(page, "output", seen.Output, "ORTHANC_LAUNCHER_OUTPUT", seen.Plan.Configuration.ToJson().Length, seen.User);
        if (seen.OutputMode is { } mode && mode != "0600")
        {
            page.Warn(
                "output", $"{seen.Plan.OutputPath} has mode {mode}, so others can read the passwords in it",
                "the next start sets it to 0600; somebody changed it since the last one");
        }

        Judge(page, "temporary", seen.Temporary, "TemporaryDirectory", Unit, seen.User);
        if (seen.Storage is { } storage)
        {
            Judge(page, "storage", storage, "StorageDirectory", Unit, seen.User);
        }
        else
        {
            page.Ok("storage", $"plugin {settings.StoragePlugin} stores the files");
        }

        if (seen.Index is { } index)
        {
            Judge(page, "index", index, "IndexDirectory", Unit, seen.User);
        }
        else
        {
            page.Ok("index", settings.IndexPlugin is { } plugin ? $"plugin {plugin} has the index" : "in the folder of the storage");
        }
    }

    /// <summary>A number of bytes in the unit that people use for it.</summary>
    public static string Size(long bytes)
    {
        var (unit, name) = bytes < Unit ? (1024, "KB") : bytes < 1024 * Unit ? (Unit, "MB") : (1024 * Unit, "GB");
        return $"{((double)bytes / unit).ToString("0.#", CultureInfo.InvariantCulture)} {name}";
    }

    /// <param name="setting">What chooses the folder.</param>
    /// <param name="needed">The least number of bytes that must be free.</param>
    private static void Judge(DoctorPage page, string topic, FolderFacts folder, string setting, long needed, uint user)
    {
        var (owner, number) = (DoctorPage.Number(folder.Owner), DoctorPage.Number(user));
        if (!folder.IsFolder)
        {
            page.Fail(topic, $"{folder.Existing} is not a folder that can be searched", $"correct {setting}");
        }
        else if (folder.Volume is { IsReadOnly: true })
        {
            page.Fail(
                topic, $"{folder.Path}: {folder.Existing} is on a read-only file system",
                $"mount a writable volume there, or set {setting}");
        }
        else if (!folder.IsWritable)
        {
            page.Fail(
                topic, $"{folder.Path}: user id {number} cannot write {folder.Existing} (mode {folder.Mode}, owner user id {owner})",
                $"give the folder to user id {number}, or run as user id {owner}");
        }
        else
        {
            var what = folder.Existing == folder.Path
                ? $"{folder.Path}: writable, mode {folder.Mode}, owner user id {owner}"
                : $"{folder.Path}: made by Orthanc in {folder.Existing}, which is writable";
            JudgeRoom(page, topic, what, folder.Volume, needed);
        }
    }

    private static void JudgeRoom(DoctorPage page, string topic, string what, VolumeFacts? volume, long needed)
    {
        if (volume is null)
        {
            page.Ok(topic, what);
            return;
        }

        what += $", {Size(volume.Free)} of {Size(volume.Size)} free";
        if (volume.Inodes > 0)
        {
            what += $", {DoctorPage.Number(volume.FreeInodes)} of {DoctorPage.Number(volume.Inodes)} inodes free";
        }

        if (volume.Free < needed)
        {
            page.Fail(topic, what + ": no space is left", "remove files, or use a larger volume");
        }
        else if (volume is { Inodes: > 0, FreeInodes: 0 })
        {
            page.Fail(topic, what + ": no inode is left", "remove files, or use a volume with more inodes");
        }
        else if (volume.Free < volume.Size / SmallShare || volume.FreeInodes < volume.Inodes / SmallShare)
        {
            page.Warn(
                topic, what + (volume.Free < volume.Size / SmallShare ? ": nearly full" : ": nearly out of inodes"),
                "plan for a larger volume");
        }
        else
        {
            page.Ok(topic, what);
        }
    }
}
