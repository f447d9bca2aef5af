using CsCheck;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class SqliteRestartTests() : RestartTests(StoreProvider.Sqlite);

public sealed class PostgresRestartTests() : RestartTests(StoreProvider.PostgreSql);

[Clause("6275-10.3.1-durable")]
public abstract class RestartTests(StoreProvider provider) : IDisposable
{
    private readonly TemporaryStore _store = new(provider);
    private readonly ManualClock _clock = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
    }

    [Fact]
    [Clause("6275-10.3.1-whole-lifetime", "6275-10.3.1-no-refresh-advice", "4877-4.1-manual")]
    public void What_was_acknowledged_is_there_after_a_restart()
    {
        var alice = new MobileNode(Configured.Options(), Configured.Alice);
        TunnelChanged pushed;
        using (var life = new EntityFixture(_store, _clock))
        {
            Assert.Equal(BindingStatus.Accepted, Exchange(life, alice, 7).Status);
            pushed = life.ExpectTunnel();
        }

        using var next = new EntityFixture(_store, _clock);

        // The same sequence number is as stale as it was before.
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, Exchange(next, alice, 7).Status);
        Assert.Equal(BindingStatus.Accepted, Exchange(next, alice, 8).Status);
        Assert.True(next.ExpectTunnel().Version > pushed.Version);
    }

    [Fact]
    [Clause("6275-5.1-manual-replay")]
    public void A_recorded_update_is_a_replay_after_a_restart_too()
    {
        var alice = new MobileNode(Configured.Options(), Configured.Alice);
        var packets = Enumerable.Range(1, 3).Select(sequence => alice.Seal(MobileNode.Update(sequence))).ToList();
        using (var life = new EntityFixture(_store, _clock))
        {
            life.Send(alice.Frame(packets[1], _clock.Now));
            life.ExpectAnswer();
        }

        using var next = new EntityFixture(_store, _clock);

        next.Send(alice.Frame(packets[1], _clock.Now));
        next.ExpectDrop(DropReason.ReplayedPacket);
        // Older than the accepted one: within a window, but nobody knows any more whether it was seen.
        next.Send(alice.Frame(packets[0], _clock.Now));
        next.ExpectDrop(DropReason.ReplayedPacket);
        next.Send(alice.Frame(packets[2], _clock.Now));
        Assert.Equal(BindingStatus.Accepted, alice.Open(next.ExpectAnswer()).Status);
    }

    /// <summary>Found by simulation: refused for flag F without NAT, it would be accepted from another source, as if a NAT were there.</summary>
    [Fact]
    public void A_refused_update_is_a_replay_after_a_restart_too()
    {
        var options = Configured.Options(("AllowUdpRequest", "false"));
        var alice = new MobileNode(options, Configured.Alice);
        alice.Ingress = alice.Ingress with { Remote = Ipv4Address.Parse("192.168.1.2") };
        var packet = alice.Seal(MobileNode.Update(1) with { Flags = MobileNode.HomeRegistration | BindingUpdateFlags.ForceUdpEncapsulation });
        using (var life = new EntityFixture(_store, _clock, options))
        {
            life.Send(alice.Frame(packet, _clock.Now));
            Assert.Equal(BindingStatus.CannotForceUdpEncapsulation, alice.Open(life.ExpectAnswer()).Status);
        }

        using var next = new EntityFixture(_store, _clock, options);

        alice.Ingress = alice.Ingress with { Remote = Ipv4Address.Parse("192.0.2.66") };
        next.Send(alice.Frame(packet, _clock.Now));
        next.ExpectDrop(DropReason.ReplayedPacket);
    }

    [Fact]
    [Clause("3776-4.4-replay")]
    public void No_sequence_number_of_ours_is_used_twice_whatever_is_answered_between_restarts()
    {
        var alice = new MobileNode(Configured.Options(), Configured.Alice);
        var used = new HashSet<uint>();
        var sequence = 1000;
        for (var round = 0; round < 4; round++)
        {
            using var life = new EntityFixture(_store, _clock);
            // Far more refusals than a reserved block has numbers, and an accepted update somewhere.
            for (var i = 0; i < 300; i++)
            {
                life.Send(alice.Frame(alice.Seal(MobileNode.Update(i == 100 * round ? ++sequence : 1)), _clock.Now));
                Assert.True(used.Add(MobileNode.EspSequence(life.ExpectAnswer().Packet)), "used twice");
            }
        }
    }

    [Fact]
    public void New_keys_start_a_new_count()
    {
        var alice = new MobileNode(Configured.Options(), Configured.Alice);
        using (var life = new EntityFixture(_store, _clock))
        {
            for (var sequence = 1; sequence <= 5; sequence++) Assert.Equal(BindingStatus.Accepted, Exchange(life, alice, sequence).Status);
        }
        var rekeyed = Configured.Options(
            ("MobileNodes:0:BindingUpdate:EncryptionKey", "ff0102030405060708090a0b0c0d0e0f10111213"),
            ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", "fe0102030405060708090a0b0c0d0e0f10111213"));

        using var next = new EntityFixture(_store, _clock, rekeyed);

        // The mobile node counts from 1 again, below what was accepted under the old keys.
        Assert.Equal(BindingStatus.Accepted, Exchange(next, new MobileNode(rekeyed, Configured.Alice), 6).Status);
    }

    /// <summary>With AES-GCM a number used twice under one key gives the key stream away (RFC 4106 2), whatever else of the SA was changed.</summary>
    [Theory]
    [Clause("4106-2-nonce")]
    [InlineData("BindingAcknowledgement:Spi", "1003")]
    [InlineData("BindingAcknowledgement:ExtendedSequenceNumbers", "false")]
    [InlineData("BindingAcknowledgement:EncryptionKey", "fe0102030405060708090a0b0c0d0e0f10111213")]
    public void No_sequence_number_of_ours_is_used_twice_when_an_association_is_changed_and_changed_back(string key, string value)
    {
        var (former, changed) = (Configured.Options(), Configured.Options(("MobileNodes:0:" + key, value)));
        var used = new HashSet<uint>();
        var sender = new MobileNode(former, Configured.Alice);
        foreach (var options in new[] { former, changed, former })
        {
            using var life = new EntityFixture(_store, _clock, options);
            for (var i = 0; i < 3; i++)
            {
                life.Send(sender.Frame(sender.Seal(MobileNode.Update(used.Count + 1)), _clock.Now));
                var answer = life.ExpectAnswer();
                Assert.True(used.Add(MobileNode.EspSequence(answer.Packet)), "used twice");
                Assert.Equal(BindingStatus.Accepted, new MobileNode(options, Configured.Alice).Open(answer).Status);
            }
        }
    }

    [Theory]
    [InlineData("BindingUpdate:Spi", "1003")]
    [InlineData("BindingUpdate:ExtendedSequenceNumbers", "false")]
    public void A_recorded_update_is_a_replay_after_its_association_was_changed_and_changed_back(string key, string value)
    {
        var (former, changed) = (Configured.Options(), Configured.Options(("MobileNodes:0:" + key, value)));
        var alice = new MobileNode(former, Configured.Alice);
        var packet = alice.Seal(MobileNode.Update(1));
        using (var life = new EntityFixture(_store, _clock, former))
        {
            life.Send(alice.Frame(packet, _clock.Now));
            life.ExpectAnswer();
        }
        using (var life = new EntityFixture(_store, _clock, changed))
        {
            var other = new MobileNode(changed, Configured.Alice);
            life.Send(other.Frame(other.Seal(MobileNode.Update(2)), _clock.Now));
            life.ExpectDrop(DropReason.ReplayedPacket);
            Assert.Equal(BindingStatus.Accepted, Exchange(life, other, 3).Status);
        }

        using var next = new EntityFixture(_store, _clock, former);

        next.Send(alice.Frame(packet, _clock.Now));
        next.ExpectDrop(DropReason.ReplayedPacket);
    }

    /// <summary>Restarts between any two messages change no answer: the same history with and without them ends the same way.</summary>
    [Fact]
    public void Restarts_change_nothing() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 3], Gen.Bool).Array[1, 8].Sample(steps =>
            Assert.Equal(Play(steps, restart: false), Play(steps, restart: true)), iter: 6, threads: 1);

    private string Play((int Sequence, int Lifetime, bool Restart)[] steps, bool restart)
    {
        using var store = new TemporaryStore(provider);
        var alice = new MobileNode(Configured.Options(), Configured.Alice);
        var life = new EntityFixture(store, _clock);
        var answers = new List<string>();
        foreach (var step in steps)
        {
            var answer = Exchange(life, alice, step.Sequence, lifetimeSeconds: step.Lifetime * 100);
            answers.Add($"{answer.Status} {answer.Sequence} {answer.Lifetime}");
            if (!restart || !step.Restart) continue;
            life.Dispose();
            life = new EntityFixture(store, _clock);
        }
        life.Dispose();
        return string.Join("; ", answers) + " -> " + store.Bindings.Newest(alice.HomeAddress)?.State?.Entry;
    }

    private BindingAcknowledgement Exchange(EntityFixture life, MobileNode node, int sequence, MobilityOption? option = null, int lifetimeSeconds = 600)
    {
        var update = option is null ? MobileNode.Update(sequence, lifetimeSeconds) : MobileNode.Update(sequence, lifetimeSeconds, option);
        life.Send(node.Frame(node.Seal(update), _clock.Now));
        return node.Open(life.ExpectAnswer());
    }
}
