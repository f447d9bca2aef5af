using Spectre.Console;

namespace DsMip.Load.Commands;

/// <summary>A line that moves while a phase runs; nothing where the output is not a terminal.</summary>
internal static class PhaseProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static PhaseResult Show(LoadGenerator generator, LoadPhase phase, Func<PhaseResult> run)
    {
        if (Console.IsOutputRedirected) return run();
        return AnsiConsole.Status().Start(phase.Name, context =>
        {
            var running = Task.Run(run);
            while (!running.Wait(Pause)) context.Status($"{phase.Name}: {generator.Started} begun, {generator.Accepted} accepted");
            return running.Result;
        });
    }
}
