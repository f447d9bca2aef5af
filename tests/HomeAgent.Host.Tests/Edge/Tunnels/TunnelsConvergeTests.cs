using CsCheck;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>
/// Whatever is late, lost or read while it changes: in the end the table of an edge is what was committed, and nothing else. On the way it never
/// forwards by a tunnel that was replaced after the edge knew.
/// </summary>
public sealed class TunnelsConvergeTests
{
    private enum Act
    {
        Accept, AcceptEnded, Deregister, Refuse, End, Deliver, Lose, Crash, Read,
    }

    private readonly record struct Step(Act Act, int Home, int Control, int Number);

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Enum<Act>(), Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 5], (act, home, control, number) => new Step(act, home, control, number)).Array[0, 60];

    [Fact]
    public void The_table_is_the_truth_in_the_end() => Steps.Sample(
        steps =>
        {
            var journal = new SimulatedJournal();
            var edge = new SimulatedEdge(journal);
            var versions = new long[SimulatedJournal.Homes.Length];
            foreach (var step in steps)
            {
                Apply(journal, edge, step);
                Versions(edge, versions);
            }
            edge.Settle();
            for (var home = 0; home < SimulatedJournal.Homes.Length; home++)
            {
                var found = edge.Table.TryFind(SimulatedJournal.Homes[home], SimulatedJournal.Now, out var tunnel);
                Assert.Equal((home, journal.Truth(home)), (home, found ? tunnel : null));
            }
        },
        iter: 20_000);

    private static void Apply(SimulatedJournal journal, SimulatedEdge edge, Step step)
    {
        switch (step.Act)
        {
            case Act.Accept: edge.Tell(step.Control, journal.Accept(step.Home, (ushort)(40_000 + step.Number), TimeSpan.FromMinutes(10))); break;
            case Act.AcceptEnded: edge.Tell(step.Control, journal.Accept(step.Home, (ushort)(50_000 + step.Number), TimeSpan.FromSeconds(-1))); break;
            case Act.Deregister: edge.Tell(step.Control, journal.Deregister(step.Home)); break;
            case Act.Refuse: journal.Refuse(step.Home); break;
            case Act.End: edge.Tell(step.Control, journal.End(step.Home)); break;
            case Act.Deliver: edge.Deliver(step.Control, step.Number); break;
            case Act.Lose: edge.Lose(step.Control, step.Number); break;
            // Committed 0.1 ms before the end.
            case Act.Crash: edge.Crash(step.Control, journal.Accept(step.Home, (ushort)(60_000 + step.Number), TimeSpan.FromMinutes(10))); break;
            case Act.Read: edge.Read(step.Number); break;
        }
    }

    private static void Versions(SimulatedEdge edge, long[] versions)
    {
        for (var home = 0; home < versions.Length; home++)
        {
            if (!edge.Table.TryFindVersion(SimulatedJournal.Homes[home], out var version)) continue;
            Assert.True(version >= versions[home], $"the tunnel of version {version} is back after that of version {versions[home]}");
            versions[home] = version;
        }
    }
}
