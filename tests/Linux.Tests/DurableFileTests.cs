namespace DsMip.Linux.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip").FullName;

    private string Name => Path.Combine(_directory, "file");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_content_is_replaced_as_a_whole_and_nothing_is_left_beside_it()
    {
        DurableFile.Replace(Name, "a longer first content"u8);
        DurableFile.Replace(Name, "second"u8);
        Assert.Equal("second", File.ReadAllText(Name));
        Assert.Equal([Name], Directory.GetFiles(_directory));
    }

    [Fact]
    public void What_a_crash_left_half_written_does_not_count()
    {
        DurableFile.Replace(Name, "good"u8);
        File.WriteAllText(Name + ".new", "ha");
        Assert.Equal("good", File.ReadAllText(Name));
        DurableFile.Replace(Name, "better"u8);
        Assert.Equal("better", File.ReadAllText(Name));
    }

    [Fact]
    public void A_failure_says_which_file_and_keeps_the_old_content()
    {
        DurableFile.Replace(Name, "good"u8);
        Directory.CreateDirectory(Name + ".new");
        Assert.Contains(Name, Assert.Throws<LinuxException>(() => DurableFile.Replace(Name, "bad"u8)).Message, StringComparison.Ordinal);
        Assert.Equal("good", File.ReadAllText(Name));
    }
}
