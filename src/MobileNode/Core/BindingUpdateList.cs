using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Binding Update List (RFC 6275 11.1) for one home agent: what it acknowledged, and what it still owes an answer for.</summary>
public sealed class BindingUpdateList(SequenceNumber lastSequence)
{
    /// <summary>Answers later than this many Binding Updates are not waited for.</summary>
    private const int MaximumOutstanding = 16;

    private readonly List<OutstandingBindingUpdate> _outstanding = [];

    /// <summary>Last sequence number used; it never goes back over numbers used before.</summary>
    public SequenceNumber LastSequence { get; private set; } = lastSequence;

    /// <summary>The binding of the IPv6 home address; null while there is none that we know of.</summary>
    public BindingUpdateListEntry? Entry { get; private set; }

    /// <summary>The binding of the IPv4 home address (RFC 5555 4.4.2).</summary>
    public BindingUpdateListEntry? Ipv4Entry { get; private set; }

    /// <summary>A Binding Update was sent since the last answer.</summary>
    public bool HasOutstanding => _outstanding.Count > 0;

    public OutstandingBindingUpdate Add(BindingUpdatePath path, DateTimeOffset now, BindingLifetime lifetime, bool asksForIpv4, bool asRouter = false, bool asksForName = false)
    {
        LastSequence = LastSequence.Next;
        var update = new OutstandingBindingUpdate(LastSequence, path, now, lifetime, asksForIpv4, asRouter) { AskedForName = asksForName };
        if (_outstanding.Count == MaximumOutstanding) _outstanding.RemoveAt(0);
        _outstanding.Add(update);
        return update;
    }

    /// <summary>The Binding Update with this number; it and the ones before it are no longer outstanding.</summary>
    public OutstandingBindingUpdate? Take(SequenceNumber sequence)
    {
        var index = _outstanding.FindIndex(update => update.Sequence == sequence);
        if (index < 0) return null;
        var update = _outstanding[index];
        _outstanding.RemoveRange(0, index + 1);
        return update;
    }

    public void Acknowledge(BindingUpdateListEntry entry, IpAddress? ipv4HomeAddress)
    {
        Entry = entry;
        Ipv4Entry = ipv4HomeAddress is { } address ? entry with { HomeAddress = address } : null;
    }

    public void Remove() => Entry = Ipv4Entry = null;

    public void ForgetOutstanding() => _outstanding.Clear();

    /// <summary>
    /// Status 135 says the last number that the home agent accepted. A number of ours that comes after it is good as it is; going back would
    /// use numbers twice (RFC 6275 11.7.2).
    /// </summary>
    public void Adopt(SequenceNumber lastAccepted)
    {
        if (!LastSequence.IsAfter(lastAccepted)) LastSequence = lastAccepted;
    }
}
