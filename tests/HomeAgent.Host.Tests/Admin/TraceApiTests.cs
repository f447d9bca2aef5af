using System.Net;
using System.Text.Json;
using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Tracing;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>Packets of one mobile node, by way of the API. There is no edge here: what is seen is signalling at the entity.</summary>
public sealed class TraceApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Signalling_of_the_mobile_node_is_shown_outside_of_ipsec_and_nobody_elses()
    {
        var trace = await BeginAsync(Configured.Alice, """{"duration":600,"packets":2}""");
        Assert.Equal("running", trace.GetProperty("state").GetString());
        Assert.Single(trace.GetProperty("nodes").EnumerateArray());
        await Registration.OfAsync(api.Application, new MobileNode(api.Options, Configured.Bob), MobileNode.Update(1));
        await Registration.OfAsync(api.Application, new MobileNode(api.Options, Configured.Alice), MobileNode.Update(5));

        var path = $"traces/{trace.GetProperty("id").GetString()}";
        await Eventually.Is(async () => (await api.GetAsync(path)).GetProperty("state").GetString() == "full");
        var packets = (await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"{path}/packets")).EnumerateArray().ToList();
        Assert.Equal(["opened BindingUpdate 5 600", "sealing BindingAcknowledgement 5 600"], packets.Select(Signalling));
        Assert.Equal($"{Configured.Alice} > {Configured.HomeAgent} | BindingUpdate sequence 5 lifetime 600 s flags HomeRegistration, Acknowledge [IPv4 care-of address 192.168.1.2]", packets[0].GetProperty("summary").GetString());
        Assert.Equal("Accepted", packets[1].GetProperty("mobility").GetProperty("status").GetString());
        Assert.Equal(2, Assert.Single((await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"{path}/packets?after=1")).EnumerateArray()).GetProperty("number").GetInt32());
        using var page = await api.SendAsync(HttpMethod.Get, $"{path}/packets?limit=1");
        Assert.Equal($"</api/v1/{path}/packets?limit=1&after=1>; rel=\"next\"", page.Headers.GetValues("Link").Single());
        using var file = await api.SendAsync(HttpMethod.Get, $"{path}/pcap");
        Assert.Equal(PcapNg.MediaType, file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("0a0d0d0a", Convert.ToHexStringLower((await file.Content.ReadAsByteArrayAsync()).AsSpan(0, 4)));

        var look = Assert.Single((await api.GetAsync("audit?action=trace.look")).EnumerateArray());
        Assert.Equal(("writer", Configured.Alice), (look.GetProperty("actor").GetString(), look.GetProperty("detail").GetString()));

        await api.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, path);
        var gone = await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{path}/packets");
        Assert.StartsWith("this trace is gone: it was deleted", gone.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(201, Assert.Single((await api.GetAsync($"audit?action=mobile-node.trace&target={Configured.Alice}")).EnumerateArray()).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_mobile_node_with_a_home_address_from_ike_is_shown_and_can_be_traced_while_it_has_it()
    {
        const string home = "2001:db8:1::1000";
        var leases = api.Application.Services.GetRequiredService<BootstrappedMobileNodes>();
        var before = MobileNodesOf(await api.GetAsync("home-prefixes"));
        leases.Replace([new MobileNodeOptions(DsMip.Wire.Ipv6Address.Parse(home), null, null, new IkePeerOptions("carol@example.org", null))]);
        Assert.Equal(("lease", "ike"), ((await api.GetAsync($"mobile-nodes/{home}")).GetProperty("source").GetString(), (await api.GetAsync($"mobile-nodes/{home}")).GetProperty("keys").GetString()));
        Assert.Contains(home, (await api.GetAsync("mobile-nodes")).EnumerateArray().Select(node => node.GetProperty("homeAddress").GetString()));
        Assert.Equal(before + 1, MobileNodesOf(await api.GetAsync("home-prefixes")));
        var trace = await BeginAsync(home, "{}");
        await api.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"traces/{trace.GetProperty("id").GetString()}");
        leases.Replace([]);
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"mobile-nodes/{home}/trace");

        static int MobileNodesOf(JsonElement prefixes) => Assert.Single(prefixes.EnumerateArray()).GetProperty("mobileNodes").GetInt32();
    }

    /// <summary>As after a restart, which another process is no different from.</summary>
    [Fact]
    public async Task Who_asks_for_a_trace_of_another_process_is_told_so()
    {
        var other = await new PacketTraces(TimeProvider.System).BeginAsync(DsMip.Wire.Ipv6Address.Parse(Configured.Alice), TimeSpan.FromMinutes(1), 1);
        foreach (var path in (string[])["", "/packets", "/pcap"])
        {
            var problem = await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"traces/{other!.Id}{path}");
            Assert.StartsWith("this trace is not of this process", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_traced_is_refused()
    {
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, "mobile-nodes/2001:db8:1::99/trace");
        await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "mobile-nodes/alice/trace");
        foreach (var body in (string[])["""{"duration":601}""", """{"duration":0}""", """{"packets":10001}""", """{"packets":0}"""])
            await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"mobile-nodes/{Configured.Bob}/trace", body);
        await api.ExpectAsync(HttpStatusCode.Forbidden, HttpMethod.Post, $"mobile-nodes/{Configured.Bob}/trace", null, ApiFixture.Reader);
        foreach (var path in (string[])["traces/x", "traces/x/packets", "traces/x/pcap"]) await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, path);
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, "traces/x/stop");
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Delete, "traces/x");
        await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "traces/x/packets?after=-1");
    }

    [Fact]
    public async Task A_trace_ends_by_itself_or_by_hand_and_only_a_few_are_under_way()
    {
        var brief = await BeginAsync(Configured.Bob, """{"duration":1}""");
        await Eventually.Is(async () => (await api.GetAsync($"traces/{brief.GetProperty("id").GetString()}")).GetProperty("state").GetString() == "over");
        List<string> begun = [];
        for (var i = 0; i <= PacketTraces.MostRunning; i++)
        {
            using var answer = await api.SendAsync(HttpMethod.Post, $"mobile-nodes/{Configured.Bob}/trace");
            if (answer.StatusCode == HttpStatusCode.Created) begun.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!);
        }
        Assert.InRange(begun.Count, 1, PacketTraces.MostRunning);
        await api.ExpectAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"mobile-nodes/{Configured.Bob}/trace");
        foreach (var id in begun)
        {
            Assert.Equal("stopped", (await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"traces/{id}/stop")).GetProperty("state").GetString());
            await api.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"traces/{id}");
        }
    }

    private Task<JsonElement> BeginAsync(string home, string body) => api.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"mobile-nodes/{home}/trace", body);

    private static string Signalling(JsonElement packet)
    {
        var message = packet.GetProperty("mobility");
        return $"{packet.GetProperty("place").GetString()} {message.GetProperty("type").GetString()} {message.GetProperty("sequence")} {message.GetProperty("lifetimeSeconds")}";
    }
}
