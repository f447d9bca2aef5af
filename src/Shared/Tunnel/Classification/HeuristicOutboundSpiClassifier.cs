namespace DsMip.Tunnel;

/// <summary>
/// Heuristic and locking: SPIs that pass while no Binding Update is due are data. An announcement locks; the one packet whose SPI is none of
/// them is the Binding Update, and unlocks.
/// </summary>
/// <remarks>
/// <para>It needs nothing of IPsec. It is right as long as Binding Updates have an SA of their own, which RFC 4301 selectors give them.</para>
/// <para>
/// It is wrong for one packet if the data SA changes its SPI between announcement and Binding Update: that data packet is taken for the Binding
/// Update, and the Binding Update goes by the old path and is learned as data. The next announcement heals it: if the lock before was never
/// released, the SPI seen exactly once under it was the Binding Update's, and is unlearned. Lost is one retransmission interval.
/// </para>
/// </remarks>
public sealed class HeuristicOutboundSpiClassifier : IOutboundSpiClassifier
{
    /// <summary>SPIs remembered; a node has a handful of data SAs, and rekeying replaces them one by one.</summary>
    private const int Capacity = 16;

    private readonly Learned[] _data = new Learned[Capacity];
    private int _next;
    private bool _locked;

    public void Announce()
    {
        for (var i = 0; i < _data.Length; i++)
            _data[i] = _locked && _data[i].SeenUnderLock == 1 ? default : _data[i] with { SeenUnderLock = 0 };
        _locked = true;
    }

    public bool IsBindingUpdate(uint spi)
    {
        foreach (ref var learned in _data.AsSpan())
        {
            if (learned.Spi != spi) continue;
            if (_locked) learned = learned with { SeenUnderLock = learned.SeenUnderLock + 1 };
            return false;
        }
        if (_locked)
        {
            _locked = false;
            return true;
        }
        _data[_next] = new Learned(spi, 0);
        _next = (_next + 1) % Capacity;
        return false;
    }

    private readonly record struct Learned(uint Spi, int SeenUnderLock);
}
