using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class SqliteIpv4PrefixTests() : Ipv4PrefixTests(StoreProvider.Sqlite);

public sealed class PostgresIpv4PrefixTests() : Ipv4PrefixTests(StoreProvider.PostgreSql);

/// <summary>IPv4 prefixes of mobile networks, from the Binding Update to the lease store and back (RFC 5555 3.1.1, 4.5).</summary>
public abstract class Ipv4PrefixTests : IDisposable
{
    private static readonly Ipv4HomeAddressOption AnyPrefix = new(28, true, Ipv4Address.Any);
    private static readonly Ipv4HomeAddressOption AnyAddress = new(32, false, Ipv4Address.Any);
    private static readonly Ipv4Prefix TheOne = Ipv4Prefix.Parse("10.64.0.0/28");
    private static readonly Ipv6Address Stranger = Ipv6Address.Parse("2001:db8:1::77");
    private readonly TemporaryStore _store;
    private readonly ManualClock _clock = new();
    private readonly IIpv4LeaseStore _addresses, _prefixes;
    private readonly EntityFixture _life;
    private readonly MobileNode _bob;

    protected Ipv4PrefixTests(StoreProvider provider)
    {
        _store = new TemporaryStore(provider);
        _addresses = _store.OpenLeases("10.10.0.100-10.10.0.100");
        _prefixes = _store.OpenPrefixLeases(28, $"{TheOne}");
        _life = new EntityFixture(_store, _clock, leases: _addresses, prefixLeases: _prefixes);
        _bob = new MobileNode(_life.Options, Configured.Bob);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _life.Dispose();
        _addresses.DisposeAsync().AsTask().Wait();
        _prefixes.DisposeAsync().AsTask().Wait();
        _store.Dispose();
    }

    [Fact]
    public async Task A_prefix_is_leased_without_an_address_and_kept_by_naming_it()
    {
        Assert.Equal([new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 28, TheOne.Address)], Ask(1, AnyPrefix));
        var home = _life.ExpectTunnel().Home;
        Assert.Equal((false, TheOne), (home.HasIpv4, Assert.Single(home.Networks!.Ipv4)));
        Assert.Null(await _addresses.FindAsync(_bob.HomeAddress));

        Assert.Equal(Ipv4AddressStatus.Success, Assert.Single(Ask(2, new Ipv4HomeAddressOption(28, false, TheOne.Address))).Status);
        Assert.Equal(TheOne, (await _prefixes.FindAsync(_bob.HomeAddress))!.Value.Prefix);
    }

    [Fact]
    public void An_address_and_a_prefix_are_leased_together()
    {
        var answers = Ask(1, AnyAddress, AnyPrefix);
        Assert.Equal([("10.10.0.100", 32), ("10.64.0.0", 28)], answers.Select(answer => (answer.HomeAddress.ToString(), (int)answer.PrefixLength)));
        var home = _life.ExpectTunnel().Home;
        Assert.Equal(("10.10.0.100", TheOne), (home.Ipv4.ToString(), Assert.Single(home.Networks!.Ipv4)));
    }

    [Fact]
    public async Task When_no_prefix_is_left_it_is_said()
    {
        await _prefixes.LeaseAsync(Stranger, 28);
        Assert.Equal([new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.DynamicAssignmentUnavailable, 0, Ipv4Address.Any)], Ask(1, AnyPrefix));
        Assert.Null(_life.ExpectTunnel().Home.Networks);
    }

    [Fact]
    public async Task A_prefix_that_is_asked_for_no_more_goes_back_and_so_does_that_of_a_deregistered_binding()
    {
        Ask(1, AnyPrefix);
        Ask(2);
        await Eventually.Is(async () => await _prefixes.LeaseAsync(Stranger, 28) is not null);
        await _prefixes.FreeAsync(Stranger);
        Ask(3, AnyPrefix);
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(4, lifetimeSeconds: 0)), _clock.Now));
        _life.ExpectAnswer();
        await Eventually.Is(async () => await _prefixes.LeaseAsync(Stranger, 28) is not null);
    }

    [Fact]
    public void An_entity_that_starts_again_goes_on_with_its_prefix()
    {
        Ask(1, AnyPrefix);
        Restart();
        Assert.Equal(Ipv4AddressStatus.Success, Assert.Single(Ask(2, new Ipv4HomeAddressOption(28, false, TheOne.Address))).Status);
    }

    [Fact]
    public async Task An_entity_that_starts_again_does_not_claim_what_somebody_else_has_now()
    {
        Ask(1, AnyPrefix);
        Restart();
        await _prefixes.FreeAsync(_bob.HomeAddress);
        await _prefixes.LeaseAsync(Stranger, 28);
        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, Assert.Single(Ask(2, new Ipv4HomeAddressOption(28, false, TheOne.Address))).Status);
    }

    private void Restart()
    {
        var entity = _life.Entity(_bob.HomeAddress);
        var death = _life.Watch(entity);
        entity.Tell(Stop.Instance, Akka.Actor.ActorRefs.NoSender);
        death.ExpectTerminated(entity);
        _life.Forget(_bob.HomeAddress);
    }

    private List<Ipv4AddressAcknowledgementOption> Ask(int sequence, params MobilityOption[] options)
    {
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(sequence, 600, options)), _clock.Now));
        var answer = _bob.Open(_life.ExpectAnswer());
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        return [.. answer.Options.Items.OfType<Ipv4AddressAcknowledgementOption>()];
    }
}
