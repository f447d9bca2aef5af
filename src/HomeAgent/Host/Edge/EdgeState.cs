namespace DsMip.HomeAgent.Edge;

/// <summary>Whether the edge of this process forwards packets, and knows for whom. Thread-safe.</summary>
/// <param name="expected">False: this process has no edge, and waits for none.</param>
public sealed class EdgeState(bool expected)
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _running;
    private volatile bool _member;
    private volatile bool _drained;

    public bool IsReady => _running || !expected;

    /// <summary>Control nodes tell this edge what changes. Nobody does before it is a member of the cluster.</summary>
    public bool IsMember => _member;

    /// <summary>Completes when the bindings of the store were read once.</summary>
    public Task WhenRead => _read.Task;

    /// <summary>All bindings were read from the store once since this edge is a member. From then on it does not lose them.</summary>
    public bool IsLoaded => _loaded.Task.IsCompleted || !expected;

    /// <summary>Completes when <see cref="IsLoaded"/> becomes true.</summary>
    public Task WhenLoaded => _loaded.Task;

    /// <summary>Its blocks are to be left to other edges.</summary>
    public bool IsDrained => _drained;

    public void Drain(bool isDrained) => _drained = isDrained;

    public void Started() => _running = true;

    public void Stopped() => _running = false;

    public void Joined() => _member = true;

    public void Left() => _member = false;

    /// <param name="asMember">It was a member already when the reading began.</param>
    public void Read(bool asMember)
    {
        _read.TrySetResult();
        if (asMember) _loaded.TrySetResult();
    }
}
