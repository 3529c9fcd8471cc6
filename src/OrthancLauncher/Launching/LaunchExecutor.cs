using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Launching;

/// <summary>Carries out a plan, step by step.</summary>
internal sealed class LaunchExecutor(LauncherHost host, LaunchLog log)
{
    private const uint HostIdMode = 0x1A4;

    /// <summary>Makes the libraries of the enabled plugins visible, and only those.</summary>
    /// <returns>False if a link could not be made or removed although the folder seemed writable.</returns>
    public bool InstallPlugins(PluginInstallation installation)
    {
        var made = new List<string>();
        var path = "";
        try
        {
            foreach (var stale in installation.StaleLinks)
            {
                path = stale;
                log.Information($"removing {path}, whose plugin is disabled");
                File.Delete(path);
            }

            foreach (var link in installation.NewLinks)
            {
                path = link.Path;
                log.Information($"linking {path} to {link.Target}");
                // A link of an earlier start that points elsewhere is in the way; the plan keeps anything else of that name.
                File.Delete(path);
                File.CreateSymbolicLink(path, link.Target);
                made.Add(path);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The libraries' own paths take the place of all links; a library that is found twice is loaded twice.
            made.ForEach(static link => LibC.Unlink(link));
            log.Information(
                $"{path}: the link cannot be changed: {FileErrors.Describe(exception)}; adding the libraries' paths to Plugins instead");
            return false;
        }
    }

    /// <summary>Writes the host id, if the plan has one.</summary>
    /// <param name="step">The step, or null.</param>
    public void WriteHostId(HostIdStep? step)
    {
        if (step is null)
        {
            return;
        }

        try
        {
            // In place: the file may be a mount, and its folder is seldom writable.
            using var stream = HostFile.Overwrite(step.Path, HostIdMode);
            stream.Write(step.Content.Span);
            log.Information($"the host id is {step.Text} ({step.Path})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Warning(
                $"{step.Path}: the host id {step.Text} cannot be written: {FileErrors.Describe(exception)}; "
                + "mount the file, or set GENERATE_HOST_ID_IF_MISSING=false");
        }
    }

    /// <returns>Whether it was written.</returns>
    public bool WriteConfiguration(LaunchPlan plan)
    {
        try
        {
            var written = ConfigurationFile.Write(plan.OutputPath, plan.Configuration);
            foreach (var warning in written.Warnings)
            {
                log.Warning($"{plan.OutputPath}: {warning}");
            }

            log.Information(string.Create(CultureInfo.InvariantCulture, $"{plan.OutputPath} is written, {written.Length} bytes"));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error(
                $"{plan.OutputPath}: the configuration cannot be written: {FileErrors.Describe(exception)}; mount a writable folder there, "
                    + $"or set {SharedOption.Output.VariableName}");
            return false;
        }
    }

    /// <summary>Runs the start-up script, if the plan has one.</summary>
    /// <param name="path">The value of <c>PATH</c>, or null.</param>
    /// <returns>The exit code with which the container must end, or 0 to go on.</returns>
    public int RunScript(string? commandLine, string? path)
    {
        if (commandLine is null || host.Processes.StopSignal != 0)
        {
            return CodeOfStop("before the start-up script");
        }

        log.Information("running the start-up script");
        var script = new StartupScript(commandLine, path);
        if (script.WhyNotStartable() is { } reason)
        {
            log.Error($"the start-up script (BEFORE_ORTHANC_STARTUP_SCRIPT) cannot be started: {reason}");
            return ExitCodes.NotFound;
        }

        var exitCode = host.Processes.RunScript(commandLine);
        if (exitCode != 0)
        {
            var hint = script.LikelyMistake() is { } mistake ? $"; {mistake}" : "";
            log.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"the start-up script (BEFORE_ORTHANC_STARTUP_SCRIPT) ended with exit code {exitCode}, so Orthanc is not started{hint}"));
            return exitCode;
        }

        return CodeOfStop("during the start-up script");
    }

    /// <summary>Whoever stops the container does not want Orthanc to be started now, even if the script took its time.</summary>
    private int CodeOfStop(string when)
    {
        if (host.Processes.StopSignal is not (> 0 and var signal))
        {
            return ExitCodes.Fine;
        }

        log.Error(string.Create(CultureInfo.InvariantCulture, $"signal {signal} arrived {when}, so Orthanc is not started"));
        return ExitCodes.Signalled + signal;
    }

    /// <summary>Replaces this process by Orthanc. Returns only if that fails.</summary>
    /// <param name="path">The value of <c>PATH</c>, or null.</param>
    public int Exec(ExecStep exec, string? path)
    {
        log.Information($"starting {exec.Program} {string.Join(' ', exec.Arguments)}");
        return new ProgramStart(host, log).Exec(exec.Program, exec.Arguments, exec.Preload, path);
    }

    /// <summary>Logs where sources were looked for, what the plan was made from and what came out, secrets masked.</summary>
    public void Describe(LaunchPlan plan, IEnumerable<SearchedFolder> folders)
    {
        foreach (var folder in folders)
        {
            log.Information(folder.Files is { } files
                ? $"the folder {folder.Path} has {Counted.Of(files, "file")}"
                : $"the folder {folder.Path} is not there or cannot be read");
        }

        var renderer = new ConfigurationRenderer(plan.Context.Secrets);
        foreach (var layer in plan.Layers)
        {
            log.Information(layer.Segments.Count == 0
                ? $"{layer.Source.Description} is merged"
                : $"{layer.Source.Description} sets {SettingPath.Join(layer.Segments)} to "
                    + $"{renderer.ToMaskedText(layer.Value, layer.Segments)}");
        }

        foreach (var state in plan.Plugins)
        {
            log.Information($"plugin {state.Plugin.Name} is {(state.IsEnabled ? "enabled" : "disabled")}: {state.ReasonText}");
        }

        log.Information("the configuration is:");
        log.Document(Encoding.UTF8.GetString(renderer.ToMaskedJson(plan.Configuration).Span).TrimEnd('\n'));
    }
}
