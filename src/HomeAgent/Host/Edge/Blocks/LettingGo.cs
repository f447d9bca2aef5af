namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>
/// When a drained edge withdraws its blocks: some time after it has told another one that is ready, which announces them meanwhile. Without another one it serves
/// them itself.
/// </summary>
internal sealed class LettingGo
{
    /// <summary>More than a message and a call of the route command take. A block that is announced twice does no harm.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private TimeSpan? _told;

    /// <param name="hasHeir">Another edge knows all bindings and is not drained.</param>
    /// <param name="now">By a clock that only runs forward.</param>
    public bool IsDue(bool isDrained, bool hasHeir, TimeSpan now)
    {
        if (!isDrained || !hasHeir)
        {
            _told = null;
            return false;
        }
        _told ??= now;
        return now - _told >= Grace;
    }
}
