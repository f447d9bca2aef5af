using Akka.Actor;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native.Claims;

/// <summary>From blocks that come and go to SAs that are put into the kernel and taken out.</summary>
public sealed class ClaimActorTests : IClaimedKernel, IDisposable
{
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv6Address Bob = Ipv6Address.Parse(Configured.Bob);
    private readonly Akka.TestKit.Xunit2.TestKit _kit = new("akka.loglevel = OFF\nakka.test.single-expect-default = 30s");
    private readonly HomeAgentOptions _options = TwoKernels.Options();
    private readonly EdgeState _state = new(expected: true);
    private readonly NumberGrants _grants = new();
    private readonly BlockAnnouncer _blocks;
    private readonly TestProbe _region;
    private readonly TestProbe _kernel;
    private readonly IActorRef _actor;
    private int _refusals;

    public ClaimActorTests()
    {
        (_region, _kernel) = (_kit.CreateTestProbe(), _kit.CreateTestProbe());
        var metrics = new EdgeMetrics(new HomeAgentMetrics(), new BindingTable());
        _blocks = new BlockAnnouncer(null, [], _state, metrics, NullLogger<BlockAnnouncer>.Instance);
        var entities = new EntityRegion();
        entities.Open(_region, ActorRefs.Nobody);
        var directory = new ConfiguredMobileNodes(_options);
        _actor = _kit.Sys.ActorOf(Props.Create(() => new ClaimActor(
            _options, directory, _blocks, _state, entities, this, _grants, metrics, TimeProvider.System, NullLogger.Instance)));
    }

    public void Dispose()
    {
        _kit.Dispose();
        _blocks.Dispose();
    }

    [Fact]
    public void A_block_brings_the_SAs_of_its_nodes_and_takes_them_away_when_it_goes()
    {
        _blocks.Own([_options.Edges[0].Blocks[0]]);
        _region.ExpectNoMsg(500);
        Ready();
        Assert.Equal([Alice, Bob], new[] { _region.ExpectMsg<ClaimNumbers>().HomeAddress, _region.ExpectMsg<ClaimNumbers>().HomeAddress }.Order());

        _actor.Tell(Numbers(Alice, 1));
        Assert.Equal("install 2001:db8:1::a 1", _kernel.ExpectMsg<string>());
        _kit.AwaitCondition(() => _grants.Holds(Alice), TimeSpan.FromSeconds(30));
        Assert.False(_grants.Holds(Bob));

        // Older than what it has, or nobody's business.
        _actor.Tell(Numbers(Alice, 1));
        _actor.Tell(Numbers(Ipv6Address.Parse("2001:db8:1::c"), 1));
        _blocks.Own([_options.Edges[1].Blocks[0]]);
        Assert.Equal(["withdraw 2001:db8:1::a", "withdraw 2001:db8:1::b"], new[] { _kernel.ExpectMsg<string>(), _kernel.ExpectMsg<string>() }.Order());
        Assert.False(_grants.Holds(Alice));
        // What was claimed before is answered too late.
        _actor.Tell(Numbers(Bob, 1));
        _kernel.ExpectNoMsg(500);
    }

    [Fact]
    public void Who_has_lost_its_numbers_claims_others()
    {
        _blocks.Own([_options.Edges[0].Blocks[0]]);
        Ready();
        _region.ExpectMsg<ClaimNumbers>();
        _region.ExpectMsg<ClaimNumbers>();
        _actor.Tell(Numbers(Alice, 3));
        _actor.Tell(Numbers(Bob, 1));
        _kernel.ExpectMsg<string>();
        _kernel.ExpectMsg<string>();
        _kit.AwaitCondition(() => _grants.Holds(Alice) && _grants.Holds(Bob), TimeSpan.FromSeconds(30));
        _grants.Lose(Alice, 3);
        Assert.Equal(Alice, _region.ExpectMsg<ClaimNumbers>().HomeAddress);
        _actor.Tell(Numbers(Alice, 5));
        Assert.Equal("install 2001:db8:1::a 5", _kernel.ExpectMsg<string>());
    }

    [Fact]
    public void What_the_kernel_refuses_is_not_held_and_is_claimed_again_after_a_while()
    {
        _refusals = 1;
        _blocks.Own([new HomeBlock(Ipv6Prefix.Parse("2001:db8:1::a/128", null))]);
        Ready();
        _region.ExpectMsg<ClaimNumbers>();
        _actor.Tell(Numbers(Alice, 1));
        Assert.Equal("refuse 2001:db8:1::a 1", _kernel.ExpectMsg<string>());
        Assert.False(_grants.Holds(Alice));
        _region.ExpectMsg<ClaimNumbers>();
        _actor.Tell(Numbers(Alice, 2));
        Assert.Equal("install 2001:db8:1::a 2", _kernel.ExpectMsg<string>());
    }

    void IClaimedKernel.Install(MobileNodeOptions node, NumbersClaimed claimed)
    {
        var refuses = Interlocked.Decrement(ref _refusals) >= 0;
        _kernel.Tell($"{(refuses ? "refuse" : "install")} {node.HomeAddress} {claimed.Claim}");
        if (refuses) throw new LinuxException("no", Errno.EEXIST);
    }

    void IClaimedKernel.Withdraw(MobileNodeOptions node) => _kernel.Tell($"withdraw {node.HomeAddress}");

    private void Ready()
    {
        _state.Joined();
        _state.Read(asMember: true);
    }

    private static NumbersClaimed Numbers(Ipv6Address home, ulong claim) => new(home, claim, 0, 0, claim * 256, claim * 256 + 256);
}
