using System.Diagnostics;
using System.Text.RegularExpressions;
using DsMip.Deploy.Tests.Support;

namespace DsMip.Deploy.Tests;

/// <summary>What can be said of the images and of docker-compose.yml without a container engine.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Dockerfile = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    [Fact]
    public void Docker_compose_takes_the_file()
    {
        using var compose = Process.Start(new ProcessStartInfo("docker-compose", ["--file", Path.Combine(Repository.Root, "docker-compose.yml"), "config", "--quiet"]) { RedirectStandardError = true })!;
        var said = compose.StandardError.ReadToEnd();
        compose.WaitForExit();
        Assert.True(compose.ExitCode == 0, said);
    }

    [Fact]
    public void What_images_copy_is_there_and_is_sent_to_the_builder()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        var sources = Dockerfile.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ').Skip(1).SkipLast(1).Where(word => !word.StartsWith("--", StringComparison.Ordinal))).ToArray();
        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source);
            Assert.DoesNotContain(source.Split('/')[0], ignored);
        });
    }

    [Fact]
    public void Every_image_that_compose_and_the_chart_want_is_a_stage()
    {
        var stages = Dockerfile.Select(line => Stage().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToArray();
        var targets = Target().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"))).Select(match => match.Groups[1].Value).Append("charon").ToArray();
        Assert.True(targets.Length > 3);
        Assert.Subset(stages.ToHashSet(), targets.ToHashSet());
    }

    [Fact]
    public void What_is_started_is_what_was_published()
    {
        var text = string.Join('\n', Dockerfile);
        foreach (var (project, output) in Published().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value)))
        {
            var file = Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj"));
            var name = AssemblyName().Match(File.ReadAllText(file)).Groups[1].Value;
            var place = Assert.Single(Copied().Matches(text), match => match.Groups[1].Value == output).Groups[2].Value;
            Assert.Matches($@"ln -s .*{place}/{name} (.* )?/usr/local/bin/({name} |\s|$)", text);
        }
        Assert.Equal(3, Published().Count(text));
    }

    [Fact]
    public void The_home_agent_is_not_root_unless_somebody_asks_for_it()
    {
        var stage = string.Join('\n', Dockerfile.SkipWhile(line => !line.EndsWith("AS home-agent", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.Contains("\nUSER app\n", stage, StringComparison.Ordinal);
    }

    [GeneratedRegex("^FROM .* AS ([a-z-]+)$")]
    private static partial Regex Stage();

    [GeneratedRegex(@"dotnet publish (\S+) -c Release -o (\S+)")]
    private static partial Regex Published();

    [GeneratedRegex("<AssemblyName>(.*)</AssemblyName>")]
    private static partial Regex AssemblyName();

    [GeneratedRegex(@"COPY --from=build (\S+) (\S+)")]
    private static partial Regex Copied();

    [GeneratedRegex("target: ([a-z-]+)")]
    private static partial Regex Target();
}
