// A slow, lossy link in user space, for kernels without netem: what enters one of two TUN devices leaves the other one later, or not at all.
//   link DEVICE_A DEVICE_B DELAY_MS JITTER_MS LOSS_PERCENT BURST_LENGTH RATE_KBIT QUEUE_MS [SEED]
// Both directions get the same. BURST_LENGTH above 1: losses come in bursts of that mean length (Gilbert-Elliott). RATE_KBIT 0: any rate.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PLACES 16384
#define LONGEST 2048
#define AT_ONCE 64
#define LONGEST_WAIT_NS 50000000ull

typedef unsigned long long u64;

struct packet {
  u64 at;
  int length;
  unsigned char bytes[LONGEST];
};

struct direction {
  struct packet *queue;
  unsigned head, tail;
  u64 line_free_at; // When the line has sent all that was taken before.
  u64 last_at;      // Nothing overtakes.
  int is_bad;       // Inside a burst of losses.
};

static u64 now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static u64 random_state = 88172645463325252ull;
static double chance(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (random_state >> 11) * (1.0 / 9007199254740992.0);
}

static int open_tun(const char *name) {
  int file = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (file < 0 || ioctl(file, TUNSETIFF, &request) < 0) {
    perror("/dev/net/tun");
    exit(1);
  }
  return file;
}

int main(int count, char **values) {
  if (count < 9) return fprintf(stderr, "link: see the head of link.c\n"), 2;
  int files[2] = {open_tun(values[1]), open_tun(values[2])};
  double delay_ns = atof(values[3]) * 1e6, jitter_ns = atof(values[4]) * 1e6, loss = atof(values[5]) / 100;
  double burst = atof(values[6]), bits_per_s = atof(values[7]) * 1000, queue_ns = atof(values[8]) * 1e6;
  if (count > 9) random_state ^= strtoull(values[9], 0, 10) * 0x9E3779B97F4A7C15ull;
  double leave_bad = burst > 1 ? 1 / burst : 1, enter_bad = burst > 1 ? loss * leave_bad / (1 - loss) : loss;
  struct direction directions[2];
  memset(directions, 0, sizeof directions);
  for (int i = 0; i < 2; i++) directions[i].queue = malloc(sizeof(struct packet) * PLACES);
  // Both devices are there.
  puts("ready");
  fflush(stdout);

  for (;;) {
    u64 now = now_ns(), next = now + LONGEST_WAIT_NS;
    for (int i = 0; i < 2; i++) {
      struct direction *one = &directions[i];
      for (; one->head != one->tail; one->head++) {
        struct packet *packet = &one->queue[one->head % PLACES];
        if (packet->at > now) {
          if (packet->at < next) next = packet->at;
          break;
        }
        // A device that is still down takes nothing: lost, like on any line.
        if (write(files[1 - i], packet->bytes, packet->length) < 0) continue;
      }
    }
    now = now_ns();
    struct timespec wait = {0, next > now ? next - now : 0};
    struct pollfd polled[2] = {{files[0], POLLIN, 0}, {files[1], POLLIN, 0}};
    ppoll(polled, 2, &wait, 0);
    now = now_ns();
    for (int i = 0; i < 2; i++) {
      struct direction *one = &directions[i];
      for (int taken = 0; taken < AT_ONCE; taken++) {
        unsigned char bytes[LONGEST];
        int length = read(files[i], bytes, LONGEST);
        if (length <= 0) break;
        int is_lost = burst > 1 ? one->is_bad : chance() < loss;
        if (burst > 1) {
          one->is_bad = one->is_bad ? chance() >= leave_bad : chance() < enter_bad;
          is_lost = one->is_bad;
        }
        if (is_lost || one->tail - one->head >= PLACES - 1) continue;
        u64 sent = now;
        if (bits_per_s > 0) {
          if (one->line_free_at < now) one->line_free_at = now;
          if (one->line_free_at - now > queue_ns) continue;
          one->line_free_at += (u64)(length * 8e9 / bits_per_s);
          sent = one->line_free_at;
        }
        u64 at = sent + (u64)delay_ns + (jitter_ns > 0 ? (u64)(chance() * jitter_ns) : 0);
        if (at < one->last_at) at = one->last_at;
        one->last_at = at;
        struct packet *packet = &one->queue[one->tail++ % PLACES];
        packet->at = at;
        packet->length = length;
        memcpy(packet->bytes, bytes, length);
      }
    }
  }
}
