namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>Something may have passed this edge by.</summary>
public interface IResync
{
    /// <summary>The store will be read again, from a moment after this call on. Any thread; never waits.</summary>
    void Request(SyncCause cause);
}

public enum SyncCause
{
    /// <summary>The process starts.</summary>
    Start,

    /// <summary>Batches are missing, or a control node is new.</summary>
    MissedBatches,

    /// <summary>A control node is gone or cannot be reached: what it committed last it may have told nobody.</summary>
    ControlNodeLost,

    /// <summary>This process is a member of the cluster from now on, possibly once more.</summary>
    Joined,
}
