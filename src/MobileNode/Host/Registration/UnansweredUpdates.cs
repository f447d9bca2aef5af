namespace DsMip.MobileNode.Registration;

/// <summary>Counts Binding Updates that were sealed and sent, and that nobody has answered.</summary>
internal sealed class UnansweredUpdates
{
    /// <summary>One gets lost now and then; so many in a row say that the keys may be at fault.</summary>
    public const int Doubtful = 3;

    private int _count;

    /// <returns>Is it time to doubt the keys? True for every third in a row.</returns>
    public bool Sent() => ++_count % Doubtful == 0;

    public void Answered() => _count = 0;
}
