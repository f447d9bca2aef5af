namespace DsMip.IPsec;

/// <summary>
/// The SPD (RFC 4301 4.4.1): one ordered list for the whole host, whatever interface a packet uses. The first entry that matches decides;
/// a packet that none matches is discarded. Immutable, so any thread may read it: a changed policy is a new database.
/// </summary>
public sealed class SecurityPolicyDatabase(params IEnumerable<SecurityPolicy> entries)
{
    private readonly SecurityPolicy[] _entries = [.. entries];

    public IReadOnlyList<SecurityPolicy> Entries => _entries;

    public SecurityPolicy? Find(PolicyDirection direction, in PacketSelectors packet)
    {
        foreach (var entry in _entries)
        {
            if ((entry.Direction & direction) != 0 && entry.Selector.Matches(packet)) return entry;
        }

        return null;
    }
}
