package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import java.net.URI;

/** Downloads with a common deadline. None begins after it, however many a hostile chain asks for. */
public final class DownloadsUntil implements Downloads {

    private final Downloads downloads;
    private final Deadline deadline;

    public DownloadsUntil(Downloads downloads, Deadline deadline) {
        this.downloads = downloads;
        this.deadline = deadline;
    }

    @Override
    public byte[] get(URI address, int mostBytes) throws DownloadFailedException {
        requireTime();
        return downloads.get(address, mostBytes);
    }

    @Override
    public byte[] post(URI address, String contentType, byte[] question, int mostBytes) throws DownloadFailedException {
        requireTime();
        return downloads.post(address, contentType, question, mostBytes);
    }

    private void requireTime() throws DownloadFailedException {
        if (deadline.hasPassed()) {
            throw new DownloadFailedException("no time was left for the download");
        }
    }
}
