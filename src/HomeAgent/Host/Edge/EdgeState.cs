namespace DsMip.HomeAgent.Edge;

/// <summary>Whether the edge of this process forwards packets, and knows for whom. Thread-safe.</summary>
/// <param name="expected">False: this process has no edge, and waits for none.</param>
public sealed class EdgeState(bool expected)
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _running;

    public bool IsReady => _running || !expected;

    /// <summary>All bindings were read from the store once. From then on this edge does not lose them.</summary>
    public bool IsLoaded => _loaded.Task.IsCompleted || !expected;

    /// <summary>Completes when <see cref="IsLoaded"/> becomes true.</summary>
    public Task WhenLoaded => _loaded.Task;

    public void Started() => _running = true;

    public void Stopped() => _running = false;

    public void Loaded() => _loaded.TrySetResult();
}
