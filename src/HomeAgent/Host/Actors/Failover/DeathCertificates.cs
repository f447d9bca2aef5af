using Akka.Cluster;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>
/// Who says of whom that nobody listens there. A member is dead when a majority of the control nodes says so, which is what the split brain
/// resolver would need, too: those who say it outlive a partition if it is one.
/// </summary>
internal sealed class DeathCertificates
{
    private readonly Dictionary<UniqueAddress, HashSet<UniqueAddress>> _witnesses = [];

    /// <returns>True: enough have said it.</returns>
    /// <param name="control">All control nodes that are members, dead or alive.</param>
    public bool Add(UniqueAddress dead, UniqueAddress witness, IReadOnlySet<UniqueAddress> control)
    {
        if (!control.Contains(witness) || witness.Equals(dead)) return false;
        if (!_witnesses.TryGetValue(dead, out var witnesses)) _witnesses[dead] = witnesses = [];
        witnesses.Add(witness);
        return witnesses.Count(control.Contains) * 2 > control.Count;
    }

    public void Withdraw(UniqueAddress member) => _witnesses.Remove(member);
}
