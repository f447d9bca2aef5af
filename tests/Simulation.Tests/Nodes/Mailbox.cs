namespace DsMip.Simulation.Tests.Nodes;

/// <summary>The numbers of the payload packets that arrived somewhere.</summary>
internal sealed class Mailbox
{
    private readonly HashSet<long> _numbers = [];

    public bool HasForged { get; private set; }

    public void Add(long number)
    {
        _numbers.Add(number);
        HasForged |= number < 0;
    }

    public bool Contains(long number) => _numbers.Contains(number);
}
