using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>The built daemons: beside this program's own output folder, in the same configuration.</summary>
public static class DaemonProgram
{
    public static string HomeAgent => Find("DsMip.HomeAgent.Host", "dsmip-ha");

    public static string MobileNode => Find("DsMip.MobileNode.Host", "dsmip-mn");

    private static string Find(string project, string program)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, program);
        return File.Exists(file) ? file : throw new LabException($"{file} is not there; build the solution first (make build)");
    }
}
