from collections.abc import Iterator

import pytest

from tests.parcels.post import LocalPost, use


@pytest.fixture(scope="session")
def post_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPost]:
    made = LocalPost(tmp_path_factory.mktemp("post"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def post(post_company: LocalPost, settings) -> LocalPost:
    use(settings, post_company)
    return post_company
