using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>Who has no certificate of the cluster's authority gets nothing in, whichever side connects.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Certificates _ours = new();
    private readonly Certificates _theirs = new();
    private readonly List<ActorSystem> _systems = [];

    public void Dispose()
    {
        Task.WaitAll(_systems.Select(system => system.Terminate()));
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public async Task Members_talk_and_strangers_neither_send_nor_are_sent_to()
    {
        var member = Start(_ours.Issue());
        Assert.True(await AnswersAsync(Start(_ours.Issue()), member, Patience));
        foreach (var stranger in new[] { Start(_theirs.Issue()), Start(null) })
        {
            Assert.False(await AnswersAsync(stranger, member, TimeSpan.FromSeconds(2)));
            Assert.False(await AnswersAsync(member, stranger, TimeSpan.FromSeconds(2)));
        }
        // The refusals have done it no harm.
        Assert.True(await AnswersAsync(Start(_ours.Issue()), member, Patience));
    }

    [Fact]
    public void A_certificate_is_good_only_if_our_authority_signed_it_and_it_is_valid_now()
    {
        var tls = ClusterTls.Load(_ours.Issue(), DateTimeOffset.UtcNow);
        Assert.Null(tls.Refusal(Read(_ours.Issue())));
        Assert.NotNull(tls.Refusal(null));
        Assert.NotNull(tls.Refusal(Read(_theirs.Issue())));
        Assert.NotNull(tls.Refusal(Read(_ours.Issue(notAfter: DateTimeOffset.UtcNow.AddMinutes(-1)))));
        Assert.NotNull(tls.Refusal(Read(_ours.Issue(notBefore: DateTimeOffset.UtcNow.AddMinutes(5)))));
    }

    /// <summary>RFC 5280 4.2.1.12.</summary>
    [Fact]
    public void A_certificate_that_is_not_meant_for_both_ends_of_a_connection_is_refused()
    {
        var tls = ClusterTls.Load(_ours.Issue(), DateTimeOffset.UtcNow);
        Assert.Equal("its extended key usage lacks clientAuth", tls.Refusal(Read(_ours.Issue(usages: Certificates.ServerAuthentication))));
        Assert.Equal("its extended key usage lacks serverAuth", tls.Refusal(Read(_ours.Issue(usages: Certificates.ClientAuthentication))));
        Assert.NotNull(tls.Refusal(Read(_ours.Issue(usages: Certificates.CodeSigning))));
        Assert.Contains("lacks clientAuth", Complaint(_ours.Issue(usages: Certificates.ServerAuthentication)), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_refused_again_and_again_gets_a_line_a_minute()
    {
        var now = TimeSpan.FromHours(1);
        var lines = new RefusalLines(capacity: 2);
        Assert.True(lines.TryTake("192.0.2.1:40000", now, out _));
        Assert.False(lines.TryTake("192.0.2.1:40001", now, out _));
        Assert.True(lines.TryTake("192.0.2.2:40001", now, out _));
        // Nor by many addresses.
        Assert.False(lines.TryTake("192.0.2.3:40001", now, out _));
        now += TimeSpan.FromMinutes(1);
        Assert.True(lines.TryTake("192.0.2.1:40002", now, out var withheld));
        Assert.Equal(1, withheld);
        Assert.True(lines.TryTake("192.0.2.3:40001", now, out _));
    }

    [Fact]
    public void Files_that_cannot_be_used_are_named_with_the_reason()
    {
        var good = _ours.Issue();
        Assert.StartsWith("Cluster:Tls:Certificate: /nowhere", Complaint(good with { Certificate = "/nowhere" }), StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:PrivateKey", Complaint(good with { PrivateKey = _ours.Write("empty.key", "") }), StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:PrivateKey", Complaint(good with { PrivateKey = _ours.Issue().PrivateKey }), StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:CaCertificate", Complaint(good with { CaCertificate = _ours.Write("text.pem", "text") }), StringComparison.Ordinal);
        Assert.Contains("not accepted by Cluster:Tls:CaCertificate", Complaint(good with { CaCertificate = _theirs.Authority }), StringComparison.Ordinal);
        Assert.Contains("has expired at", Complaint(_ours.Issue(notAfter: DateTimeOffset.UtcNow.AddDays(-1))), StringComparison.Ordinal);
        Assert.Contains("is not valid before", Complaint(_ours.Issue(notBefore: DateTimeOffset.UtcNow.AddDays(1))), StringComparison.Ordinal);
    }

    private static string Complaint(ClusterTlsOptions options)
    {
        var message = Assert.Throws<DsMip.Configuration.ConfigurationException>(() => ClusterTls.Load(options, DateTimeOffset.UtcNow)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Read(ClusterTlsOptions options) =>
        System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(options.Certificate);

    /// <summary>One asks the other's echo.</summary>
    private static async Task<bool> AnswersAsync(ActorSystem from, ActorSystem to, TimeSpan patience)
    {
        var address = Akka.Cluster.Cluster.Get(to).SelfAddress;
        // As a peer does that speaks, or does not speak, TLS itself.
        var echo = from.ActorSelection(new RootActorPath(address.WithProtocol(Akka.Cluster.Cluster.Get(from).SelfAddress.Protocol)) / "user" / "echo");
        try
        {
            return await echo.Ask<Tried>(Tried.Instance, patience) is not null;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private ActorSystem Start(ClusterTlsOptions? tls)
    {
        // A seed, so that remoting trusts whom TLS has let in.
        var config = ClusterConfiguration.Of(new ClusterOptions("127.0.0.1", 0, "127.0.0.1", [new ClusterSeed("127.0.0.1", 1)], tls), ["control"]);
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(config)));
        if (tls is not null) setup = setup.WithSetup(ClusterTls.Load(tls, DateTimeOffset.UtcNow).ToSetup(NullLogger<ClusterTls>.Instance));
        var system = ActorSystem.Create("dsmip", setup);
        _systems.Add(system);
        system.ActorOf(Props.Create<Echo>(), "echo");
        return system;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
