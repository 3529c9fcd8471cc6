using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class NearMissTests
{
    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    public static TheoryData<string> NamesWithAnEffect =>
    [
        .. SpecialVariables.All.Union(Scenario.BuiltIn.Plugins.Select(plugin => plugin.EnablingVariable).OfType<string>()),
        .. Scenario.BuiltIn.Plugins.Select(plugin => plugin.LegacyEnablingVariable).OfType<string>(),
        .. Scenario.BuiltIn.Aliases.Keys,
        "ORTHANC_PASSWORD_SECRET", "ORTHANC_LAUNCHER_STRICT", "ORTHANC_LAUNCHER_CONFIG_DIR", "ORTHANC_LAUNCHER_PLUGINS_DIR",
    ];

    [Theory]
    [InlineData("ORTHANC_REGISTERED_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC_NAME", "ORTHANC__NAME")]
    [InlineData("ORTHANC_DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC_POSTGRESQL__PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__JSON", "ORTHANC_JSON")]
    [InlineData("ORTHANC__PASSWORD", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC__DICOM_WEB_ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC__POSTGRESQL_PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__ORTHANC_EXPLORER_2_ENABLE", "ORTHANC__ORTHANC_EXPLORER_2__ENABLE")]
    public void A_name_that_lacks_one_underscore_is_not_applied_but_answered_with_the_right_one(string variable, string right)
    {
        var plan = new Scenario().Variable(variable, "{\"SomeKey\": \"x\"}").Plan();

        var finding = plan.Findings.Only(Rules.NearMissName);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
        finding.Message.Should().Contain(variable);
        $"{finding.Message} {finding.Remedy}".Should().Contain(right);
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty("once is enough");
        plan.Output().Should().Be(new Scenario().Plan().Output(), "the variable is not applied");
    }

    [Theory]
    // The prefix: transposed, a letter missing, changed or too many, lower case, one underscore, other separators.
    [InlineData("ORTAHNC__DICOM_AET", "ORTHANC__DICOM_AET")]
    [InlineData("ORHTANC__NAME", "ORTHANC__NAME")]
    [InlineData("ORTHNAC__REGISTERED_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHAC__DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTANC__DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("OTHANC__DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANK__NAME", "ORTHANC__NAME")]
    [InlineData("ORTHHANC__NAME", "ORTHANC__NAME")]
    [InlineData("ORTHNC__NAME", "ORTHANC__NAME")]
    [InlineData("ORHTANC_HTTP_PORT", "ORTHANC__HTTP_PORT")]
    [InlineData("ORTAHNC_PASSWORD", "ORTHANC_PASSWORD")]
    [InlineData("ORTAHNC_JSON", "ORTHANC_JSON")]
    [InlineData("ORTAHNC__MY_OWN", "ORTHANC__MY_OWN")]
    [InlineData("Orthanc__DicomAet", "ORTHANC__DICOM_AET")]
    [InlineData("orthanc__postgresql__password", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("orthanc_password", "ORTHANC_PASSWORD")]
    [InlineData("orthanc-password", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC-PASSWORD", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC.DICOM.AET", "ORTHANC__DICOM_AET")]
    [InlineData("orthanc_password.txt", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD.txt", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__NAME ", "ORTHANC__NAME")]
    [InlineData("\tORTHANC__NAME", "ORTHANC__NAME")]
    [InlineData("'ORTHANC__NAME'", "ORTHANC__NAME")]
    [InlineData("\"ORTHANC__NAME", "ORTHANC__NAME")]
    [InlineData("ORTHANC_HTTP_PORT", "ORTHANC__HTTP_PORT")]
    [InlineData("ORTHANC_POSTGRESQL_PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC_DICOMWEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC_REGISTRED_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC_AUTHENTIFICATION_ENABLED", "ORTHANC__AUTHENTICATION_ENABLED")]
    [InlineData("ORTHANC_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC_MODALITIES", "ORTHANC__DICOM_MODALITIES")]
    [InlineData("ORTHANC_AET", "ORTHANC__DICOM_AET")]
    [InlineData("ORTHANC_PEERS", "ORTHANC__ORTHANC_PEERS")]
    [InlineData("ORTHANC_LAUCHER_STRICT", "ORTHANC_LAUNCHER_STRICT")]
    [InlineData("POSTGRESQL__HOST", "ORTHANC__POSTGRESQL__HOST")]
    [InlineData("DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    // Special variables.
    [InlineData("VERBOSE_ENABLE", "VERBOSE_ENABLED")]
    [InlineData("verbose_enabled", "VERBOSE_ENABLED")]
    [InlineData("VERBOSE_ENALBED", "VERBOSE_ENABLED")]
    [InlineData("TRACE_ENABLE", "TRACE_ENABLED")]
    [InlineData("VERBOSE_STARUP", "VERBOSE_STARTUP")]
    [InlineData("BEFORE_ORTHANC_STARTUP_SCRPT", "BEFORE_ORTHANC_STARTUP_SCRIPT")]
    [InlineData("BEFORE_ORTHANC_START_SCRIPT", "BEFORE_ORTHANC_STARTUP_SCRIPT")]
    [InlineData("BEFORE_ORTHNAC_STARTUP_SCRIPT", "BEFORE_ORTHANC_STARTUP_SCRIPT")]
    [InlineData("LOGS_THREAD_NAMES_IN_CONTEXT", "LOGS_THREADNAMES_IN_CONTEXT")]
    [InlineData("GENERATE_HOSTID_IF_MISSING", "GENERATE_HOST_ID_IF_MISSING")]
    [InlineData("FORCE_HOSTID", "FORCE_HOST_ID")]
    [InlineData("NO_JOB", "NO_JOBS")]
    [InlineData("ORTHANC_PASWORD", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC_JOSN", "ORTHANC_JSON")]
    [InlineData("ORTHANC_VERBOSE_ENABLED", "VERBOSE_ENABLED")]
    [InlineData("ORTHANC__VERBOSE_ENABLED", "VERBOSE_ENABLED")]
    [InlineData("ORTHANC__TRACE_ENABLE", "TRACE_ENABLED")]
    [InlineData("ORTHANC_LOGDIR", "LOGDIR")]
    [InlineData("ORTHANC_NO_JOBS", "NO_JOBS")]
    // Plugins.
    [InlineData("DICOM_WEB_PLUGIN_ENABLE", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("DICOM_WEB_PLUGINS_ENABLED", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("DICOM_WEB_PLUGIN_ENABELD", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("ENABLE_DICOM_WEB_PLUGIN", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("DICOMWEB_PLUGIN_ENABLED", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("DICOM_WEB_ENABLED", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("ORTHANC_DICOM_WEB_PLUGIN_ENABLED", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("ORTHANC__DICOM_WEB_PLUGIN_ENABLED", "DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("ORTHANC_STONE_WEB_VIEWER_PLUGIN_ENABLED", "STONE_WEB_VIEWER_PLUGIN_ENABLED")]
    [InlineData("ORTHANC_POSTGRESQL_PLUGIN_ENABLE", "POSTGRESQL_PLUGIN_ENABLED")]
    [InlineData("POSTGRES_PLUGIN_ENABLED", "POSTGRESQL_PLUGIN_ENABLED")]
    [InlineData("GCS_PLUGIN_ENABLED", "GOOGLE_CLOUD_STORAGE_PLUGIN_ENABLED")]
    [InlineData("PG_PLUGIN_ENABLED", "POSTGRESQL_PLUGIN_ENABLED")]
    [InlineData("STONE_VIEWER_PLUGIN_ENABLED", "STONE_WEB_VIEWER_PLUGIN_ENABLED")]
    [InlineData("OSIMIS_WEB_VIEWER_PLUGIN_ENABLED", "OSIMIS_WEB_VIEWER1_PLUGIN_ENABLED")]
    [InlineData("WEB_VIEWER_PLUGIN_ENABLED", "ORTHANC_WEB_VIEWER_PLUGIN_ENABLED")]
    [InlineData("ORTHANC_EXPLORER_2_PLUGIN_ENABLED", "ORTHANC_EXPLORER_2_ENABLED")]
    [InlineData("ORTHANC_EXPLORER_2_ENABLE", "ORTHANC_EXPLORER_2_ENABLED")]
    [InlineData("ORTHANC_EXPLORER2_ENABLED", "ORTHANC_EXPLORER_2_ENABLED")]
    [InlineData("WHOLE_SLIDE_IMAGING_PLUGIN_ENABLED", "WSI_PLUGIN_ENABLED")]
    [InlineData("MODALITY_WORKLISTS_PLUGIN_ENABLED", "WORKLISTS_PLUGIN_ENABLED")]
    [InlineData("AWS_S3_PLUGIN_ENABLED", "AWS_S3_STORAGE_PLUGIN_ENABLED")]
    [InlineData("MULTITENANT_PLUGIN_ENABLED", "MULTITENANT_DICOM_PLUGIN_ENABLED")]
    [InlineData("SERVEFOLDERS_PLUGIN_ENABLED", "SERVE_FOLDERS_PLUGIN_ENABLED")]
    public void A_name_that_is_nearly_right_is_answered_with_the_right_one(string variable, string right)
    {
        Naming.NearMiss(variable).Should().Be(right);
        var finding = new Scenario().Variable(variable, "x").Plan().Findings.Only(Rules.NearMissName);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Remedy.Should().Be($"use {right}");
    }

    [Theory]
    [InlineData("ORTHANC_DICOM_PORT", "{\"DicomPort\": ${ORTHANC_DICOM_PORT}}")]
    [InlineData("ORTHANC_HTTP_PORT", "{\"HttpPort\": ${ORTHANC_HTTP_PORT:-8042}}")]
    [InlineData("ORTHANC_NAME", "{\"Name\": \"$ORTHANC_NAME\"}")]
    [InlineData("ORTHANC_POSTGRESQL_PASSWORD", "{\"PostgreSQL\": {\"Password\": \"${NOT_SET:-${ORTHANC_POSTGRESQL_PASSWORD}}\"}}")]
    public void A_variable_that_a_file_inserts_is_no_near_miss(string variable, string file)
    {
        new Scenario().Variable(variable, "104").File(file).Plan().Findings.Of(Rules.NearMissName).Should().BeEmpty();
    }

    [Theory]
    [InlineData("ORTHANC_DICOM_PORT")]
    [InlineData("ORTHANC_HTTP_PORT")]
    [InlineData("DICOM_PORT")]
    public void A_service_link_under_a_name_that_means_something_is_ignored_with_a_warning(string variable)
    {
        var plan = new Scenario().Variable(variable, "tcp://10.0.0.1:4242").Plan();

        plan.Findings.Of(Rules.NearMissName).Should().BeEmpty();
        var finding = plan.Findings.Only(Rules.ServiceLink);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Message.Should().Contain(variable);
        plan.Output().Should().Be(new Scenario().Plan().Output(), "the variable is not applied");
    }

    [Theory]
    [InlineData("ORTHANC")]
    [InlineData("ORTHANC_LAUNCHER")]
    public void The_variables_of_a_service_with_our_name_are_one_information(string service)
    {
        var plan = new Scenario().Variable(service + "_SERVICE_HOST", "10.0.0.1").Variable(service + "_SERVICE_PORT", "8042")
            .Variable(service + "_SERVICE_PORT_DICOM", "4242").Variable(service + "_PORT", "tcp://10.0.0.1:8042")
            .Variable(service + "_PORT_8042_TCP", "tcp://10.0.0.1:8042").Variable(service + "_PORT_8042_TCP_PROTO", "tcp")
            .Variable(service + "_PORT_8042_TCP_PORT", "8042").Variable(service + "_PORT_8042_TCP_ADDR", "10.0.0.1").Plan();

        plan.Findings.Of(Rules.NearMissName).Should().BeEmpty();
        var finding = plan.Findings.Only(Rules.ServiceLink);
        finding.Severity.Should().Be(Severity.Information);
        finding.Message.Should().Contain(service + "_SERVICE_HOST");
    }

    [Theory]
    [MemberData(nameof(NamesWithAnEffect))]
    public void A_name_with_an_effect_is_no_near_miss(string variable)
    {
        Naming.NearMiss(variable).Should().BeNull();
    }

    [Fact]
    public void An_own_name_with_an_underscore_too_many_is_answered_with_the_right_one()
    {
        var names = SpecialVariables.All.Concat(Scenario.BuiltIn.Plugins.Select(plugin => plugin.EnablingVariable).OfType<string>())
            .Where(name => name.StartsWith("ORTHANC_", StringComparison.Ordinal)).ToList();

        names.Should().Contain("ORTHANC_JSON").And.Contain("ORTHANC_EXPLORER_2_ENABLED");
        names.Where(name => Naming.NearMiss(name.Replace("ORTHANC_", "ORTHANC__", StringComparison.Ordinal)) != name).Should().BeEmpty();
    }

    [Fact]
    public void An_own_name_after_our_prefix_is_answered_with_the_right_one()
    {
        // The allocator's has a setting of the same name.
        var names = SpecialVariables.All.Where(name => !name.StartsWith("ORTHANC_", StringComparison.Ordinal))
            .Except([SpecialVariables.Allocator]).ToList();

        names.Should().Contain("LOGFILE");
        names.Where(name => Naming.NearMiss("ORTHANC_" + name) != name || Naming.NearMiss("ORTHANC__" + name) != name).Should().BeEmpty();
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("ORTHANC")]
    [InlineData("ORTHANC_")]
    [InlineData("ORTHANC_VERSION")]
    [InlineData("ORTHANC_PORT")]
    [InlineData("ORTHANC_SERVICE_HOST")]
    [InlineData("ORTHANC_PORT_4242_TCP")]
    [InlineData("ORTHANC__NAME")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE")]
    [InlineData("ORTHANC__S3_ZIP__FOLDER")]
    [InlineData("ORTHANC__DICOMWEB__ROOT")]
    [InlineData("ORTHANC__MY_OWN_SETTING")]
    [InlineData("ORTHANC__")]
    [InlineData("ORTHANC__A___B")]
    [InlineData("HOME")]
    [InlineData("HOSTNAME")]
    [InlineData("LANG")]
    [InlineData("http_proxy")]
    [InlineData("AWS_SECRET")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("POSTGRES_PASSWORD")]
    [InlineData("POSTGRES_PASSWORD_FILE")]
    [InlineData("PGPASSWORD")]
    [InlineData("MYSQL_PASSWORD")]
    [InlineData("MYSQL_ROOT_PASSWORD")]
    [InlineData("DB_PASSWORD")]
    [InlineData("PASSWORD")]
    [InlineData("db_password")]
    [InlineData("postgres-password")]
    [InlineData("LOG_DIR")]
    [InlineData("logdir")]
    [InlineData("peers")]
    [InlineData("LOG_FILE")]
    [InlineData("LOG_LEVEL")]
    [InlineData("MALLOC_PERTURB_")]
    [InlineData("PYTHON_VERSION")]
    [InlineData("PYTHON_ENABLED")]
    [InlineData("JAVA_HOME")]
    [InlineData("WORDPRESS_PLUGIN_ENABLED")]
    [InlineData("SSL_PLUGIN_ENABLED")]
    [InlineData("PLUGIN_ENABLED")]
    [InlineData("MY_PLUGIN")]
    [InlineData("ORTHANC_HOST")]
    [InlineData("ORTHANC_URL")]
    [InlineData("ORTHANC_USER")]
    [InlineData("ORTHANC_USERNAME")]
    [InlineData("ORTHANC_IMAGE")]
    [InlineData("ORTHANC_TAG")]
    [InlineData("ORTHANC_LOG_LEVEL")]
    [InlineData("ORTHANC_WEB_PORT")]
    [InlineData("ORTHANC_DB_PASSWORD")]
    [InlineData("ORTHO__NAME")]
    [InlineData("ORGAN__NAME")]
    [InlineData("ORACLE_PASSWORD")]
    [InlineData("Logging__LogLevel__Default")]
    [InlineData("SERILOG__MINIMUM_LEVEL")]
    [InlineData("POSTGRESQL__NOTHING_OF_OURS")]
    [InlineData("KUBERNETES_SERVICE_HOST")]
    [InlineData("ORTHANC_A_SERVICE_HOST")]
    [InlineData("ORTHANC_DICOM_SERVICE_PORT")]
    [InlineData("ORTHANC_DICOM_PORT_4242_TCP_ADDR")]
    public void Other_names_are_no_near_misses(string variable)
    {
        Naming.NearMiss(variable).Should().BeNull();
    }

    [Theory]
    [InlineData("StabelAge", "StableAge")]
    [InlineData("Naem", "Name")]
    [InlineData("name", "Name")]
    [InlineData("HttpPrt", "HttpPort")]
    [InlineData("HtpPort", "HttpPort")]
    [InlineData("HttpPortt", "HttpPort")]
    [InlineData("HttqPort", "HttpPort")]
    [InlineData("DicomPrt", "DicomPort")]
    [InlineData("SomethingElse", null)]
    [InlineData("X", null)]
    public void The_nearest_name_is_found(string word, string? nearest)
    {
        Spelling.Nearest(word, ["HttpPort", "DicomPort", "StableAge", "Name"]).Should().Be(nearest);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a", "", 1)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("abcd", "abc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_single_changes(string from, string to, int distance)
    {
        Spelling.Distance(from, to).Should().Be(distance);
        Spelling.Distance(to, from).Should().Be(distance);
    }

    [Theory]
    [InlineData("PIN", "Pin")]
    [InlineData("Pi", "Pin")]
    [InlineData("Pit", null)]
    public void A_short_word_with_another_letter_is_another_word(string word, string? nearest) =>
        Spelling.Nearest(word, ["Pin"]).Should().Be(nearest);

    [Theory]
    [InlineData("Nome", "Name")]
    [InlineData("Nomi", null)]
    [InlineData("StqrqgqDirqctory", "StorageDirectory")]
    [InlineData("StqrqgqDirqctqry", null)]
    public void The_longer_a_word_the_more_mistakes_it_may_have(string word, string? nearest) =>
        Spelling.Nearest(word, ["Name", "StorageDirectory"]).Should().Be(nearest);

    [Fact]
    public void The_nearest_of_no_candidates_is_none()
    {
        Spelling.Nearest("Name", []).Should().BeNull();
    }
}
