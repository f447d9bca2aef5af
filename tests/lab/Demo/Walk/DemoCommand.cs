using System.Runtime.InteropServices;
using DsMip.Lab.Daemons;
using DsMip.Lab.Report;
using DsMip.Lab.Topology;
using Spectre.Console;

namespace DsMip.Lab.Walk;

/// <summary>`make demo`: builds, walks, reports, removes. Exit code 0 only if nothing broke.</summary>
internal static class DemoCommand
{
    /// <summary><c>CLUSTER=3</c>: three control nodes, the fewest that can lose one.</summary>
    public static bool IsCluster => Environment.GetEnvironmentVariable("CLUSTER") switch
    {
        null or "" or "0" or "1" => false,
        "3" => true,
        var other => throw new LabException($"CLUSTER is 3, not {other}: the lab has machines for three control nodes"),
    };

    public static int Run()
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Stop(c, stop));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Stop(c, stop));
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 180;
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        using var lab = Lab();
        var keep = Flag("KEEP");
        try
        {
            return Run(lab, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("stopped; removing the lab");
            return 130;
        }
        catch (LabException e)
        {
            Console.WriteLine($"{e.Message}\n{lab.Tails()}");
            return 1;
        }
        finally
        {
            if (keep && LabMachine.IsUserMode)
            {
                Console.WriteLine("KEEP=1 keeps nothing here: this User-Mode Linux ends with the demo");
            }
            else if (keep && !stop.IsCancellationRequested)
            {
                lab.Keep();
                Console.WriteLine(lab.PlayInstructions);
            }
        }
    }

    private static IWalkLab Lab()
    {
        var ipsec = LabIpsec.FromEnvironment();
        if (!IsCluster)
        {
            return new DemoLab(ipsec) { Crashes = Flag("CRASH") };
        }

        return ipsec == LabIpsec.Bits ? new ClusterDemoLab() : throw new LabException("CLUSTER=3 walks with our own ESP only: leave out IPSEC");
    }

    private static int Run(IWalkLab lab, CancellationToken stop)
    {
        Console.WriteLine($"starting {lab.Description}");
        lab.StartDaemons();
        WalkOutcome outcome = null!;
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
        {
            AnsiConsole.Live(new Text("")).AutoClear(true).Start(display => outcome = lab.Walk(new LiveView(display), stop));
        }
        else
        {
            outcome = lab.Walk(new PlainView(), stop);
        }

        // A cluster is a dozen processes: how long they let each other wait on one small machine says nothing about them.
        outcome = outcome with { JudgesGaps = Environment.GetEnvironmentVariable("GAPS") switch { "report" => false, "judge" => true, _ => !IsCluster } };
        var folder = Path.Combine("artifacts", "demo");
        Directory.CreateDirectory(folder);
        var picture = Path.Combine(folder, "timeline.svg");
        File.WriteAllText(picture, TimelinePicture.Of(outcome));
        if (outcome.Failures.Count > 0)
        {
            Console.WriteLine(lab.Tails());
            SaveEvidence(lab, folder);
        }

        FinalReport.Print(outcome, picture);
        return outcome.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Captures and logs would go with the lab.</summary>
    private static void SaveEvidence(IWalkLab lab, string folder)
    {
        foreach (var file in lab.Evidence)
        {
            if (File.Exists(lab.Work.File(file)))
            {
                File.Copy(lab.Work.File(file), Path.Combine(folder, file.Replace('/', '.')), overwrite: true);
            }
        }

        Console.WriteLine($"captures and logs: {folder}");
    }

    private static bool Flag(string name) => Environment.GetEnvironmentVariable(name) is "1" or "true";

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
