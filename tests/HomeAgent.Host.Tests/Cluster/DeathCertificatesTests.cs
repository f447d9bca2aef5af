using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors.Failover;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

public sealed class DeathCertificatesTests
{
    private static readonly UniqueAddress[] Nodes = [.. Enumerable.Range(1, 5).Select(Member)];
    private static readonly TimeSpan Now = TimeSpan.FromHours(7);
    private readonly DeathCertificates _certificates = new();

    [Fact]
    public void Two_of_three_are_enough_and_one_is_not()
    {
        var control = Nodes.Take(3).ToHashSet();
        Assert.False(_certificates.Add(Nodes[0], Nodes[1], control, Now));
        Assert.False(_certificates.Add(Nodes[0], Nodes[1], control, Now));
        Assert.True(_certificates.Add(Nodes[0], Nodes[2], control, Now));
    }

    /// <summary>Otherwise the smaller side of a split could throw out the greater one.</summary>
    [Fact]
    public void Fewer_than_half_never_do()
    {
        var control = Nodes.ToHashSet();
        foreach (var dead in Nodes[2..])
            foreach (var witness in Nodes[..2]) Assert.False(_certificates.Add(dead, witness, control, Now));
    }

    [Fact]
    public void Only_other_control_nodes_are_witnesses()
    {
        var control = Nodes.Take(3).ToHashSet();
        Assert.False(_certificates.Add(Nodes[0], Nodes[1], control, Now));
        Assert.False(_certificates.Add(Nodes[0], Nodes[0], control, Now));
        Assert.False(_certificates.Add(Nodes[0], Nodes[3], control, Now));
    }

    [Fact]
    public void Witnesses_that_are_gone_do_not_count_and_a_buried_member_starts_anew()
    {
        var control = Nodes.Take(3).ToHashSet();
        Assert.False(_certificates.Add(Nodes[0], Nodes[1], control, Now));
        Assert.False(_certificates.Add(Nodes[0], Nodes[2], new HashSet<UniqueAddress> { Nodes[0], Nodes[2], Nodes[3] }, Now));
        _certificates.Withdraw(Nodes[0]);
        Assert.False(_certificates.Add(Nodes[0], Nodes[2], control, Now));
    }

    /// <summary>One that was refused now and then, by different peers, lives.</summary>
    [Fact]
    public void What_a_witness_says_does_not_count_for_ever()
    {
        var control = Nodes.Take(3).ToHashSet();
        Assert.False(_certificates.Add(Nodes[0], Nodes[1], control, Now));
        Assert.True(_certificates.Holds(Nodes[0], Nodes[1], Now + DeathCertificates.Validity - TimeSpan.FromTicks(1)));
        Assert.False(_certificates.Add(Nodes[0], Nodes[2], control, Now + DeathCertificates.Validity));
        Assert.True(_certificates.Add(Nodes[0], Nodes[1], control, Now + DeathCertificates.Validity * 1.5));
    }

    private static UniqueAddress Member(int number) => new(new Address("akka.tcp", "dsmip", $"ha{number}", 4055), number);
}
