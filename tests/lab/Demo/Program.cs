using System.Globalization;
using System.Net;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Lab.Walk;

namespace DsMip.Lab;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["demo"] => DemoCommand.Run(),
                ["up"] => Up(),
                ["down"] => Down(),
                ["move", var node, var network] => Move(node, network),
                ["bindings"] => Bindings(),
                ["ping", var address] => Pinger.Run(IPAddress.Parse(address)),
                ["transfer-serve", var address, var port] => TransferEnd.Serve(EndPoint(address, port)),
                ["transfer-connect", var from, var to, var port] => TransferEnd.Connect(IPAddress.Parse(from), EndPoint(to, port)),
                _ => Usage(),
            };
        }
        catch (LabException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Up()
    {
        using var topology = DemoCommand.IsCluster ? LabTopology.Build(new HomeAgentCluster()) : LabTopology.Build();
        topology.Keep();
        return 0;
    }

    private static int Down()
    {
        LabTopology.Remove();
        return 0;
    }

    private static int Move(string node, string network)
    {
        var port = node == "mn2" ? MobileNodePort.Second(LabTopology.StateDirectory) : MobileNodePort.First(LabTopology.StateDirectory);
        var down = port.Move(Enum.Parse<Attachment>(network, ignoreCase: true));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{node} is on {network}; the interface was down for {down.TotalMilliseconds:0} ms"));
        return 0;
    }

    private static int Bindings()
    {
        using var homeAgent = new HomeAgentApi();
        foreach (var binding in homeAgent.Bindings())
        {
            Console.WriteLine(binding);
        }

        return 0;
    }

    private static IPEndPoint EndPoint(string address, string port) =>
        new(IPAddress.Parse(address), int.Parse(port, CultureInfo.InvariantCulture));

    private static int Usage()
    {
        Console.Error.WriteLine("""
            dsmip-lab demo                        the walk through all networks, twice; KEEP=1 leaves the lab up, CRASH=1 also kills the home agent;
                                                  CLUSTER=3: the home agent is three control nodes and two edges, of which one each is killed
            dsmip-lab up                          build the namespaces and leave them; also with CLUSTER=3
            dsmip-lab down                        remove everything of the lab
            dsmip-lab bindings                    what the home agent has
            dsmip-lab ping ADDRESS                every 10 ms
            dsmip-lab move mn|mn2 home|v6|v4|nat1|nat2
            """);
        return 2;
    }
}
