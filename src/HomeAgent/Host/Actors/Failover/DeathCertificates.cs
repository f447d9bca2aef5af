using Akka.Cluster;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>
/// Who says of whom that nobody listens there. A member is dead when a majority of the control nodes says so, which is what the split brain
/// resolver would need, too: those who say it outlive a partition if it is one. What a witness says holds for a moment only: who was refused once, and once more hours later, has lived in between.
/// </summary>
internal sealed class DeathCertificates
{
    /// <summary>How long after its testimony a witness counts. All of them look at about the same time, each for a second at most.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(2);

    private readonly Dictionary<UniqueAddress, Dictionary<UniqueAddress, TimeSpan>> _witnesses = [];

    /// <returns>True: enough have said it.</returns>
    /// <param name="control">All control nodes that are members, dead or alive.</param>
    /// <param name="now">Since any moment in the past, steadily.</param>
    public bool Add(UniqueAddress dead, UniqueAddress witness, IReadOnlySet<UniqueAddress> control, TimeSpan now)
    {
        if (!control.Contains(witness) || witness.Equals(dead)) return false;
        if (!_witnesses.TryGetValue(dead, out var witnesses)) _witnesses[dead] = witnesses = [];
        witnesses[witness] = now;
        return witnesses.Keys.Count(one => control.Contains(one) && Holds(dead, one, now)) * 2 > control.Count;
    }

    /// <summary>What this witness has said of it still counts.</summary>
    public bool Holds(UniqueAddress dead, UniqueAddress witness, TimeSpan now) =>
        _witnesses.TryGetValue(dead, out var witnesses) && witnesses.TryGetValue(witness, out var said) && now - said < Validity;

    public void Withdraw(UniqueAddress member) => _witnesses.Remove(member);
}
