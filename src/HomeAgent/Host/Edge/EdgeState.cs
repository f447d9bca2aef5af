namespace DsMip.HomeAgent.Edge;

/// <summary>Whether the edge of this process forwards packets.</summary>
/// <param name="expected">False: this process has no edge, and waits for none.</param>
public sealed class EdgeState(bool expected)
{
    private volatile bool _running;

    public bool IsReady => _running || !expected;

    public void Started() => _running = true;

    public void Stopped() => _running = false;
}
