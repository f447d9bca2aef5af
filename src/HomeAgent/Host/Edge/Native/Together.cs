namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Pieces of work of which none is of use without the others.</summary>
internal static class Together
{
    /// <summary>Until all have ended. The end of one, well or badly, cancels the others.</summary>
    /// <exception cref="Exception">That of the piece that failed.</exception>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> pieces, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = pieces.Select(piece => piece(end.Token)).ToList();
        await Task.WhenAny(running).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }
}
