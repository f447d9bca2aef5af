using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

/// <summary>A setting and what happens in it. The same history always runs in the same way.</summary>
internal sealed record History(Setting Setting, params Step[] Steps)
{
    /// <summary>Runs to the end and rests there. A failure is reported with the shortest history that still fails.</summary>
    public void Run()
    {
        if (Failure() is not null) throw Shortest().Failure(keepsJournal: true)!;
    }

    public override string ToString() => $"{Setting}\n  {string.Join("\n  ", (object[])Steps)}";

    private FailedHistory? Failure(bool keepsJournal = false)
    {
        using var world = new SimulatedWorld(Setting, keepsJournal);
        try
        {
            foreach (var step in Steps) step.Happen(world);
            new Rest().Happen(world);
            return null;
        }
        catch (Exception failure)
        {
            return new FailedHistory(this, failure, world.Journal);
        }
    }

    /// <summary>Leaves out steps as long as one can be left out.</summary>
    private History Shortest()
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            var without = this with { Steps = [.. Steps[..i], .. Steps[(i + 1)..]] };
            if (without.Failure() is not null) return without.Shortest();
        }
        return this;
    }
}
