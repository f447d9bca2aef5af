using System.CommandLine;

namespace DsMip.Load.Commands;

/// <summary><c>dsmip-load run</c>: mobile nodes against a home agent.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var command = new Command("run", "registers mobile nodes and has them move and refresh; exit code 1 if an update stayed without an answer or payload went astray");
        options.AddTo(command);
        command.SetAction((parsed, stop) => Task.Run(() => Run(options.Settings(parsed), [.. options.Phases(parsed)], stop), CancellationToken.None));
        return command;
    }

    private static int Run(LoadSettings settings, IReadOnlyList<LoadPhase> phases, CancellationToken stop)
    {
        using var generator = LoadGenerator.Open(settings);
        var unanswered = 0L;
        foreach (var phase in phases)
        {
            if (stop.IsCancellationRequested) break;
            var result = PhaseProgress.Show(generator, phase, () => generator.Run(phase, stop));
            RunReport.Write(Console.Out, result);
            unanswered += result.Unanswered;
        }
        var payload = settings.Payload is null ? null : generator.Payload;
        RunReport.Write(Console.Out, generator.Faults, payload);
        return unanswered == 0 && payload is not { Misdelivered: > 0 } ? 0 : 1;
    }
}
