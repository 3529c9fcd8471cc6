using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Explaining;

/// <summary>Runs <c>explain</c> in process, over files in a temporary folder and made-up variables.</summary>
internal sealed class ExplainRun : IDisposable
{
    private readonly TestHost _files = new();
    private readonly List<EnvironmentVariable> _variables = [];

    public ExplainRun()
    {
        Set("ORTHANC_LAUNCHER_CONFIG_DIR", $"{Folder}/etc").Set("ORTHANC_LAUNCHER_SECRETS_DIR", $"{Folder}/secrets")
            .Set("ORTHANC_LAUNCHER_DEFINITIONS", $"{Folder}/definitions")
            .Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", "").Set("ORTHANC_LAUNCHER_PLUGINS_DIR", "/usr/share/orthanc/plugins")
            .Set("ORTHANC_LAUNCHER_HOST_ID_FILE", "/none");
    }

    public string Folder => _files.Folder;

    public int Width { get; set; } = 100;

    public bool HasColours { get; set; }

    public string Error { get; private set; } = "";

    public int ExitCode { get; private set; } = -1;

    public ExplainRun Set(string name, string value)
    {
        _variables.Add(new EnvironmentVariable(name, value));
        return this;
    }

    public ExplainRun WithFile(string path, string content)
    {
        _files.WithFile(path, content);
        return this;
    }

    /// <summary>A configuration with a bit of everything; every secret in it holds the word marker.</summary>
    public ExplainRun WithSite() =>
        WithFile("etc/10-base.json", """
            {
              "Name": "Radiology archive",
              "DicomAet": "ARCHIVE",
              "StableAge": 60,
              "MaximumStorageSize": 500000000000,
              "RegisteredUsers": { "alice": "marker-alice", "bob": "marker-bob" },
              "DicomModalities": {
                "ct1": ["CT1", "10.0.0.21", 104],
                "pacs": { "AET": "PACS-WITH-A-VERY-LONG-NAME", "Host": "pacs.example.org", "Port": 0 }
              },
              "DicomWeb": {
                "Root": "/dicom-web/",
                "Servers": { "cloud": ["https://user:marker-url@cloud.example.org/dicom", "user", "marker-cloud"] }
              }
            }
            """)
            .WithFile("etc/20-site.json", """
                {
                  "Name": "${SITE} archive",
                  "StableAge": 30,
                  "DicomWeb": { "Root": "/pacs/" },
                  "OrthancExplorer2": {
                    "UiOptions": { "EnableUpload": false, "StudyListColumns": ["PatientName", "PatientID", "StudyDate"] }
                  },
                  "httpPort": 8043,
                  "Own": { "ApiToken": "marker-own", "Note": "</script><img src=x onerror=\"document.title='broken'\">" }
                }
                """)
            .WithFile("secrets/ORTHANC__POSTGRESQL__PASSWORD", "marker-database\n").WithFile("secrets/ORTHANC_PASSWORD", "marker-orthanc\n")
            .Set("SITE", "Namur").Set("ORTHANC__NAME", "Namur, main site").Set("ORTHANC__STABLE_AGE", "15")
            .Set("ORTHANC__POSTGRESQL__HOST", "index")
            .Set("ORTHANC__POSTGRESQL__PASSWORD", "marker-former").Set("WORKLISTS_PLUGIN_ENABLED", "true");

    public string Explain(string? setting = null, string format = "text", bool showsSecrets = false)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var host = new LauncherHost
        {
            OpenOutput = () => output,
            OpenError = () => error,
            OpenInput = () => Stream.Null,
            OutputHasColours = () => HasColours,
            OutputWidth = () => Width,
            ReadEnvironment = () => _variables,
            Processes = new FakeProcesses(),
            Random = () => 1,
        };
        string[] options = showsSecrets ? ["--format", format, "--show-secrets"] : ["--format", format];
        ExitCode = LauncherProgram.Run(setting is null ? ["explain", .. options] : ["explain", setting, .. options], host);
        Error = error.ToString();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public void Dispose() => _files.Dispose();
}
