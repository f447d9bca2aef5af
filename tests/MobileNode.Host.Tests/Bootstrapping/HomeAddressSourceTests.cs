using DsMip.Ike.Tests;
using DsMip.Ike.Vici;
using DsMip.MobileNode.Bootstrapping;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Host.Tests.Bootstrapping;

public sealed class HomeAddressSourceTests : IDisposable
{
    private static readonly Ipv6Address Former = Ipv6Address.Parse("2001:db8:1::1000");

    private readonly string _path = FakeCharon.NewPath();
    private readonly Lines _lines = new();

    public HomeAddressSourceTests() => new RememberedHomeAddress(Folder, Options().HomeAgentAddress).Save(Former);

    private string Folder => Path.GetDirectoryName(_path)!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [Fact]
    public async Task A_home_agent_that_says_no_is_not_taken_for_one_that_is_out_of_reach()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "initiate"
            ? [FakeCharon.Response(new ViciSection { { "success", "no" }, { "errmsg", "establishing IKE_SA 'dsmip-bootstrap' failed" } })]
            : FakeCharon.Agree(packet));
        Assert.Null(await Source(TimeSpan.FromSeconds(20)).TryGetAsync(default));
        Assert.Contains("refuses", Assert.Single(_lines.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_home_agent_does_not_answer_the_former_address_is_used_and_one_line_says_so()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "initiate" ? [] : FakeCharon.Agree(packet));
        Assert.Equal(Former, await Source(TimeSpan.FromSeconds(1)).TryGetAsync(default));
        var line = Assert.Single(_lines.Warnings);
        Assert.Contains("has not answered", line, StringComparison.Ordinal);
        Assert.Contains($"{Former}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_charon_nobody_was_asked()
    {
        Assert.Null(await Source(TimeSpan.FromMilliseconds(300)).TryGetAsync(default));
        Assert.DoesNotContain("answered", Assert.Single(_lines.Warnings), StringComparison.Ordinal);
    }

    private HomeAddressSource Source(TimeSpan patience) => new(Options(), _lines, patience);

    private Configuration.MobileNodeOptions Options() => Settings.Read(
        [
            .. Settings.WithoutIpsec, ("Ipsec", "Kernel"), ("Insecure:AcceptUnprotectedSignalling", null), ("StateDirectory", Folder), ("Ike:ViciSocket", _path),
            ("Ike:Identity", "alice@example.org"), ("Ike:HomeAgentIdentity", "ha.example.org"), ("Ike:PresharedKey", "s3cret"),
        ]);

    private sealed class Lines : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning) lock (Warnings) Warnings.Add(formatter(state, exception));
        }
    }
}
