using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>A topology with everything that runs on it, for one mobile node that walks.</summary>
public interface IWalkLab : IDisposable
{
    LabTopology Topology { get; }

    WorkDirectory Work { get; }

    MobileNodeDaemon MobileNode { get; }

    /// <summary>Whoever can be asked for bindings now.</summary>
    HomeAgentApi Api { get; }

    /// <summary>What runs, in a few words.</summary>
    string Description { get; }

    /// <summary>Files of <see cref="Work"/> to keep after a failure, where they exist.</summary>
    IEnumerable<string> Evidence { get; }

    /// <summary>What a person can do with it when it stays.</summary>
    string PlayInstructions { get; }

    void StartDaemons();

    WalkOutcome Walk(IWalkView view, CancellationToken cancellation);

    /// <summary>The last lines of everybody's log, for a failure's message.</summary>
    string Tails();

    /// <summary>Leaves everything running when this program ends.</summary>
    void Keep();
}
