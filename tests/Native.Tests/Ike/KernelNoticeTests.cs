using System.Collections.Concurrent;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Ike;

public sealed class KernelNoticeTests : IDisposable
{
    private readonly IkeNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [NativeFact]
    public async Task What_charon_makes_replaces_and_deletes_is_told_by_the_kernel()
    {
        using var monitor = _network.MobileNode.Enter(() => new XfrmMonitor());
        var told = new ConcurrentQueue<XfrmEvent>();
        var reading = Task.Run(async () =>
        {
            await foreach (var next in monitor.ReadAllAsync()) told.Enqueue(next);
        });
        await using (var agent = await IkeEnd.StartAsync(_network.HomeAgent, "", IkeNetwork.AtHomeAgent(IkeNetwork.First)))
        {
            var connection = IkeNetwork.AtMobileNode(IkeNetwork.First);
            await using var node = await IkeEnd.StartAsync(_network.MobileNode, "", connection);
            await Until.TrueAsync(() => Made(told).Count == 2, node.Describe);
            var former = Made(told);
            Assert.Equal(former.Order(), node.States().Select(state => state.Spi).Order());

            await node.Session.RekeyAsync(connection.Name, "signalling", default);
            await Until.TrueAsync(() => Made(told).Count == 4 && former.All(Gone(told).Contains), node.Describe);
            await node.Session.TerminateAsync(connection.Name, default);
            await Until.TrueAsync(() => Made(told).All(Gone(told).Contains), node.Describe);
        }

        monitor.Dispose();
        await reading;
    }

    private static List<uint> Made(IEnumerable<XfrmEvent> told) =>
    [
        .. told.OfType<XfrmStateSet>().Select(set => set.State)
            .Where(state => state.Id.Spi != 0 && state.Reqid == IkeNetwork.First.Reqids.Signalling)
            .Select(state => state.Id.Spi).Distinct(),
    ];

    private static HashSet<uint> Gone(IEnumerable<XfrmEvent> told) => [.. told.OfType<XfrmStateGone>().Select(gone => gone.Id.Spi)];
}
