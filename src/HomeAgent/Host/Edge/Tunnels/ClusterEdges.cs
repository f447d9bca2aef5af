using Akka.Actor;
using Akka.Cluster;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Tells its parent which edges there are. One that cannot be reached is left out: what is sent to it would pile up here, and it reads the store when
/// it is back.
/// </summary>
internal sealed class ClusterEdges : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ClusterView _view = new();

    protected override void PreStart() => ClusterView.Subscribe(_cluster, Self);

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (!_view.Apply(message))
        {
            Unhandled(message);
            return;
        }
        var edges = _view.PresentOrLeaving(EdgeActors.Role).Select(member => EdgeActors.EdgeAt(Context.System, member.Address));
        Context.Parent.Tell(new EdgesChanged([.. edges]));
    }
}
