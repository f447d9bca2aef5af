using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>A mobile node of RFC 6275 that is not ours, over IPv6: its messages and its ESP are scapy's (docs/interop.md).</summary>
[Collection(NetworkCollection.Name)]
public sealed class ThirdPartyMobileNodeTests : IDisposable
{
    private const string CareOf = "2001:db8:f::2", Carol = "2001:db8:1::c";
    private readonly HomeAgentProcess _daemon = new();

    public void Dispose() => _daemon.Dispose();

    [ScapyFact]
    public async Task Under_ESP_with_keys_by_hand()
    {
        await _daemon.StartAsync("--MobileNodes:0:BindingUpdate:ExtendedSequenceNumbers=false", "--MobileNodes:0:BindingAcknowledgement:ExtendedSequenceNumbers=false");
        var keys = Configured.Keys();
        AssertAccepted(
            Run(Configured.Alice, "150", "esp", "1001", keys["MobileNodes:0:BindingUpdate:EncryptionKey"]!, "1002", keys["MobileNodes:0:BindingAcknowledgement:EncryptionKey"]!),
            Configured.Alice);
        await AssertBoundAsync(Configured.Alice);
    }

    [ScapyFact]
    public async Task In_the_clear_where_it_is_switched_on_and_for_mobile_nodes_without_keys_only()
    {
        await _daemon.StartAsync("--Insecure:AcceptUnprotectedSignalling=true", $"--MobileNodes:2:HomeAddress={Carol}");
        Assert.Contains("dsmip_insecure_signalling{} 1\n", await _daemon.Http.GetStringAsync("metrics"), StringComparison.Ordinal);

        AssertAccepted(Run(Carol, "150", "clear"), Carol);
        await AssertBoundAsync(Carol);
        Assert.Equal(0, (await _daemon.BindingAsync(Carol))!.Value.GetProperty("protection").GetArrayLength());

        var before = await _daemon.DropsAsync(nameof(DropReason.UnprotectedSignalling));
        Forge(Configured.Alice);
        await Eventually.Is(async () => await _daemon.DropsAsync(nameof(DropReason.UnprotectedSignalling)) > before);
        Assert.Null(await _daemon.BindingAsync(Configured.Alice));
    }

    private static void AssertAccepted(JsonElement answer, string home)
    {
        Assert.Equal((int)BindingStatus.Accepted, answer.GetProperty("status").GetInt32());
        Assert.Equal((int)MobilityHeaderType.BindingAcknowledgement, answer.GetProperty("mhType").GetInt32());
        Assert.Equal(IpProtocol.NoNextHeader, answer.GetProperty("payloadProto").GetInt32());
        Assert.Equal(150, answer.GetProperty("lifetime").GetInt32());
        Assert.InRange(answer.GetProperty("sequence").GetInt32(), 1, answer.GetProperty("attempt").GetInt32());
        Assert.True(answer.GetProperty("checksumIsRight").GetBoolean());
        var routing = answer.GetProperty("routing");
        Assert.Equal((2, 1, home), (routing.GetProperty("type").GetInt32(), routing.GetProperty("segmentsLeft").GetInt32(), routing.GetProperty("homeAddress").GetString()));
    }

    private async Task AssertBoundAsync(string home)
    {
        var binding = (await _daemon.BindingAsync(home))!.Value;
        Assert.Equal((CareOf, "Ipv6"), (binding.GetProperty("careOfAddress").GetString(), binding.GetProperty("encapsulation").GetString()));
    }

    private JsonElement Run(string home, params string[] how)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "third-party", "scapy_mobile_node.py");
        return JsonDocument.Parse(_daemon.Outside.Execute(ScapyFactAttribute.Python, [script, "out0", CareOf, Configured.HomeAgent, home, .. how])).RootElement;
    }

    /// <summary>A clear Binding Update in the name of one who has keys.</summary>
    private void Forge(string home)
    {
        using var sender = _daemon.Outside.Run(() => new DsMip.Linux.FrameSender());
        var (agent, careOf, victim) = (Ipv6Address.Parse(Configured.HomeAgent), Ipv6Address.Parse(CareOf), Ipv6Address.Parse(home));
        var message = new BindingUpdate(
            new SequenceNumber(1), MobileNode.HomeRegistration, new BindingLifetime(150), MobilityOptions.Of(new AlternateCareOfAddressOption(careOf)));
        var header = MobilityHeaderCodec.Write(message, victim, agent);
        var packet = new byte[Ipv6Header.Size + HomeAddressOption.HeaderSize + header.Length];
        new Ipv6Header(0, 0, (ushort)(packet.Length - Ipv6Header.Size), IpProtocol.DestinationOptions, 64, careOf, agent).Write(packet);
        HomeAddressOption.WriteHeader(packet.AsSpan(Ipv6Header.Size), IpProtocol.MobilityHeader, victim);
        header.CopyTo(packet, packet.Length - header.Length);
        Assert.Equal(DsMip.Linux.Errno.None, sender.Send(packet));
    }
}
